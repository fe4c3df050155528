// What every carrier offers: a pair of rings and word of the peer's end. The code above knows no carrier.

import type { RingReader } from '../ring/ring-reader.js'
import type { RingWriter } from '../ring/ring-writer.js'
import type { Carrier } from '../wire/control.js'

/** One side of a link between a station and a center. */
export type LinkEnd = {
  readonly carrier: Carrier
  /** What the peer sends. */
  readonly reader: RingReader
  /** What this side sends. */
  readonly writer: RingWriter
  /**
   * Called once when the peer is gone, with the reason in words; set by the owner. Not called after {@link close}.
   * What the peer had published is whole and still readable then.
   */
  onEnd: (reason: string) => void
  /** Releases memory, sockets and doorbells at once. Twice is harmless. */
  close(): void
}
