// What passes between the control plane and a dispatch worker. Neither calls the other's functions.

import type { ErrorBody } from '../base/errors.js'
import type { MemoryLinkPlan } from '../transport/memory-link.js'
import type { Carrier } from '../wire/control.js'
import type { Snapshot } from './snapshot.js'

/** What a dispatch worker is started with. */
export type DispatchOptions = {
  readonly center: string
  readonly token: string | null
  readonly ringBytes: number
  /** Path of the pipe. */
  readonly pipe: string
  readonly station: { readonly host: string; readonly port: number } | null
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** One float64 word for each of kCounterNames; written by the worker. */
  readonly counters: SharedArrayBuffer
  /** See admission.ts. */
  readonly gates: SharedArrayBuffer
}

/** Names one link for good: indices are used again, generations are not. */
export type LinkKey = { readonly link: number; readonly generation: number }

export type LinkOpened = LinkKey & {
  readonly name: string
  readonly version: string
  readonly pid: number
  readonly carrier: Carrier
  /** Of the `open` that asked for this link; 0 for links that knocked by themselves. */
  readonly ticket: number
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
  | (LinkKey & { readonly type: 'close-link'; readonly reason: string })
  | {
      readonly type: 'reload'
      readonly token: string | null
      /** Another certificate; null where the listener has none. */
      readonly tls: { readonly cert: string; readonly key: string } | null
    }
  /** Answered with `pong`, between two turns: the thread is alive. */
  | { readonly type: 'ping' }
  | { readonly type: 'drain'; readonly timeoutMs: number }
  | { readonly type: 'stop' }

export type FromData =
  | { readonly type: 'ready'; readonly stationAddress: string | null }
  | { readonly type: 'failed'; readonly error: ErrorBody }
  | (LinkOpened & { readonly type: 'link-opened' })
  | (LinkKey & { readonly type: 'link-ended'; readonly reason: string })
  | (LinkKey & { readonly type: 'control'; readonly bytes: Uint8Array })
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'pong' }
  | { readonly type: 'drained'; readonly inFlight: number }
