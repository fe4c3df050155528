// The peer's end of a link with several pairs of rings, one for each dispatcher of the center. Its own end is the home pair;
// the others are branches, by which only other dispatchers' requests and messages come, and the replies to them go.

import { assert } from '../base/assert.js'
import { kClosedDoor, type LaneDoor, type LinkEnd, type RingPair } from './link.js'

class JoinedPairs implements LinkEnd {
  readonly carrier: LinkEnd['carrier']
  readonly reader: LinkEnd['reader']
  readonly writer: LinkEnd['writer']
  readonly branches: readonly RingPair[]
  onEnd: (reason: string) => void = () => {}
  readonly #ends: readonly LinkEnd[]
  #isOver = false

  constructor(ends: readonly LinkEnd[], home: LinkEnd) {
    this.#ends = ends
    this.carrier = home.carrier
    this.reader = home.reader
    this.writer = home.writer
    this.branches = ends.filter((end) => end !== home)
    for (const end of ends) end.onEnd = (reason) => this.#end(reason)
  }

  // Lanes come by the socket of the first pair.
  get laneDoor(): LaneDoor {
    return this.#ends[0].laneDoor ?? kClosedDoor
  }

  set laneDoor(door: LaneDoor) {
    this.#ends[0].laneDoor = door
  }

  close(): void {
    this.#isOver = true
    for (const end of this.#ends) end.close()
  }

  // One pair is as good as all: where one ends, the link ends.
  #end(reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.onEnd(reason)
  }
}

/**
 * Makes one link of the pairs.
 *
 * @param ends one for each dispatcher, in their order; owned from here on.
 * @param home the dispatcher whose pair is the link's own.
 */
export function joinPairs(ends: readonly LinkEnd[], home: number): LinkEnd {
  const own = ends[home]
  assert(own !== undefined, 'a link has a pair of rings with its home')
  return ends.length === 1 ? own : new JoinedPairs(ends, own)
}
