// What every carrier offers: a pair of rings and word of the peer's end. The code above knows no carrier.

import type { RingReader } from '../ring/ring-reader.js'
import type { RingWriter } from '../ring/ring-writer.js'
import type { Carrier, LaneOpen, LaneOver } from '../wire/control.js'
import type { LaneEnd } from './lane-end.js'

/** Who takes the lanes that a center hands out. */
export type LaneDoor = {
  onOpen(open: LaneOpen, end: LaneEnd): void
  /** It could not be mapped. */
  onRefused(open: LaneOpen, reason: string): void
  onOver(over: LaneOver): void
}

/** Before a link has an owner; no center hands out lanes so early. */
export const kClosedDoor: LaneDoor = {
  onOpen: (_open, end) => end.close(),
  onRefused: () => {},
  onOver: () => {},
}

/** A pair of rings, as one side sees it. */
export type RingPair = {
  /** What the peer sends. */
  readonly reader: RingReader
  /** What this side sends. */
  readonly writer: RingWriter
}

/** How a link is shared out among the dispatchers of its center. */
export type LinkPlace = {
  /** The dispatcher that takes the link's own calls, messages and control messages; see docs/GLOSSARY.md. */
  readonly home: number
  /** 1 … kDispatchersMax. */
  readonly dispatchers: number
}

/** Of a center with one dispatcher. */
export const kOnlyPlace: LinkPlace = { home: 0, dispatchers: 1 }

/** One side of a link between a station and a center. */
export type LinkEnd = RingPair & {
  readonly carrier: Carrier
  /** At the peer's end: the pairs of the other dispatchers. Their readers ring `reader.onRung`'s owner, who sets it. */
  readonly branches?: readonly RingPair[]
  /** At the peer's end of a stream: dispatchers that share its slots; see docs/PROTOCOL.md. Absent: one. */
  readonly slotShares?: number
  /**
   * Called once when the peer is gone, with the reason in words; set by the owner. Not called after {@link close}.
   * What the peer had published is whole and still readable then.
   */
  onEnd: (reason: string) => void
  /**
   * At the center's end of a link over which descriptors can go: passes a message and descriptors, which stay open here.
   *
   * @returns false when the peer takes none just now; nothing went then.
   * @throws Error when the link is as good as over.
   */
  readonly passLane?: ((message: Uint8Array, descriptors: readonly number[]) => boolean) | undefined
  /** At the peer's end of such a link: who takes lanes; set by the owner. Until then they are refused. */
  laneDoor?: LaneDoor
  /** Releases memory, sockets and doorbells at once. Twice is harmless. */
  close(): void
}
