// What passes between the control plane and a dispatch worker. Neither calls the other's functions.

import type { MessagePort } from 'node:worker_threads'
import type { ErrorBody } from '../base/errors.js'
import type { MemoryLinkPlan } from '../transport/memory-link.js'
import type { Carrier, LaneSide } from '../wire/control.js'
import type { LaneWord } from './lane-table.js'
import type { Snapshot } from './snapshot.js'
import type { TappedCall, TapSpec } from './tap.js'

/** What a dispatch worker is started with. */
export type DispatchOptions = {
  readonly center: string
  readonly token: string | null
  readonly ringBytes: number
  /** Path of the pipe. */
  readonly pipe: string
  readonly station: { readonly host: string; readonly port: number } | null
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** Which one it is, 0 …. Dispatcher 0 owns the listeners, the sockets, and the indices of links. */
  readonly dispatcher: number
  /** How many there are, 1 … kDispatchersMax. */
  readonly dispatchers: number
  /** To the others, in their order; of those but the first one, to dispatcher 0 alone. Transferred. */
  readonly fellows: readonly MessagePort[]
  /** One float64 word for each of kCounterNames; written by the worker. */
  readonly counters: SharedArrayBuffer
  /** Calls of one path by one caller within a second that make the worker wish for a lane; 0: never. */
  readonly laneHotCount: number
  /** See admission.ts. */
  readonly gates: SharedArrayBuffer
}

/** Names one link for good: indices are used again, generations are not. */
export type LinkKey = { readonly link: number; readonly generation: number }

/** One ring as it is at this moment. */
export type RingFill = {
  readonly capacityBytes: number
  /** Bytes that are published and not read. */
  readonly usedBytes: number
  /** Times that its producer found no room. */
  readonly fullCount: number
}

/** The rings of one link. */
export type LinkRings = LinkKey & {
  readonly toStation: RingFill
  readonly toCenter: RingFill
  /** Bytes that wait in the center's memory for room in the station's ring. */
  readonly waitingBytes: number
}

export type LinkOpened = LinkKey & {
  readonly name: string
  readonly version: string
  readonly pid: number
  readonly carrier: Carrier
  /** It can be handed lanes. */
  readonly takesLanes: boolean
  /** Of the `open` that asked for this link; 0 for links that knocked by themselves. */
  readonly ticket: number
}

/** What only the dispatch worker can tell, at the moment at which it is asked. */
export type DispatchMeasure = {
  /** Of every link, in the order of their indices. */
  readonly rings: readonly LinkRings[]
  /** Milliseconds that the thread's event loop has worked, and rested, since it began. */
  readonly activeMs: number
  readonly idleMs: number
}

export type ToData =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | (LinkKey & { readonly type: 'control'; readonly bytes: Uint8Array })
  | {
      readonly type: 'open'
      readonly plan: MemoryLinkPlan
      readonly name: string
      readonly version: string
      readonly pid: number
      /** Comes back with `link-opened`. */
      readonly ticket: number
    }
  /** A control message of this link, `bytes` long, was taken. */
  | (LinkKey & { readonly type: 'control-done'; readonly bytes: number })
  | (LinkKey & { readonly type: 'close-link'; readonly reason: string })
  /** Every dispatcher has said that the link of this index is over: dispatcher 0 may use it again. */
  | { readonly type: 'link-free'; readonly link: number }
  | {
      readonly type: 'reload'
      readonly token: string | null
      /** Another certificate; null where the listener has none. */
      readonly tls: { readonly cert: string; readonly key: string } | null
    }
  | { readonly type: 'drain'; readonly timeoutMs: number }
  /** Answered with `measured`, between two turns. */
  | { readonly type: 'measure' }
  /** Answered with `tap-opened`: calls from then on are shown. */
  | { readonly type: 'open-tap'; readonly tap: TapSpec }
  | { readonly type: 'close-tap'; readonly id: number }
  /** Hands an end of a lane out; answered with `lane-passed`, behind which control closes the descriptors. */
  | LanePass
  /** Tells an end that its lane is over, not for a death: those are told here. */
  | {
      readonly type: 'lane-over'
      readonly lane: number
      readonly side: LaneSide
      readonly link: LinkKey
      readonly isLost: boolean
    }
  | { readonly type: 'stop' }

/** An end of a lane on its way to its link. */
export type LanePass = {
  readonly type: 'lane-pass'
  readonly lane: number
  readonly side: LaneSide
  readonly caller: LinkKey
  readonly station: LinkKey
  readonly message: Uint8Array
  /** Numbers of the process; control's to close. */
  readonly descriptors: readonly number[]
}

/** What the dispatch worker tells about lanes. */
export type LaneNews =
  /** A caller calls one path often. */
  | (LinkKey & { readonly type: 'lane-wanted'; readonly path: string })
  | {
      readonly type: 'lane-passed'
      readonly lane: number
      readonly side: LaneSide
      readonly isSent: boolean
    }
  /** An end says what became of its lane. */
  | {
      readonly type: 'lane-said'
      readonly lane: number
      readonly side: LaneSide
      readonly word: LaneWord
    }

export type FromData =
  | { readonly type: 'ready'; readonly stationAddress: string | null }
  | { readonly type: 'failed'; readonly error: ErrorBody }
  | (LinkOpened & { readonly type: 'link-opened' })
  | (LinkKey & { readonly type: 'link-ended'; readonly reason: string })
  /** The same from dispatchers that have a branch of the link only. */
  | (LinkKey & { readonly type: 'branch-opened' })
  | (LinkKey & { readonly type: 'branch-ended'; readonly reason: string })
  /** One of several dispatchers has put a snapshot into force. */
  | { readonly type: 'applied'; readonly epoch: number }
  | (LinkKey & { readonly type: 'control'; readonly bytes: Uint8Array })
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'drained'; readonly inFlight: number }
  | { readonly type: 'measured'; readonly measure: DispatchMeasure }
  | { readonly type: 'tap-opened'; readonly id: number }
  | { readonly type: 'tapped'; readonly call: TappedCall }
  | LaneNews
