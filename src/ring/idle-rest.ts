// Which idle rings a busy thread may leave out this time: a look at a ring that nobody uses is a miss of the processor's
// cache, and a hundred of them cost more than the calls of one batch.

/** Looks in vain after which a ring counts as idle. */
const kIdleLookCount = 64
/** An idle ring is looked at in every eighth turn, and always before the thread sleeps. */
const kTurnMask = 7

let nextNumber = 0

/** How long one ring has been idle. */
export class IdleRest {
  readonly #number = nextNumber++
  #vainCount = 0

  /** True when the ring may be left out of this turn. @param turn number of the turn. */
  mayRest(turn: number): boolean {
    return this.#vainCount >= kIdleLookCount && ((turn + this.#number) & kTurnMask) !== 0
  }

  /** What a look found. */
  note(recordCount: number): void {
    this.#vainCount = recordCount > 0 ? 0 : this.#vainCount + 1
  }
}
