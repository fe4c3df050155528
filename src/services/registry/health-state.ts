// What becomes of the outcomes of health checks: how many in a row count, and flaps that are damped. Pure but for what it
// remembers.

/** Points that a change to failing costs. */
const kFlapPoints = 1_000
/** From here on an instance is held out … */
const kHoldPoints = 2_500
/** … until it has fallen below this. */
const kReusePoints = 750
/** Milliseconds in which points halve. */
const kHalfLifeMs = 60_000

export type Thresholds = { readonly rise: number; readonly fall: number }

export class HealthState {
  readonly #thresholds: Thresholds
  #isGood = false
  #isFirst = true
  #inRow = 0
  #points = 0
  #pointsMs = 0
  #isHeld = false

  /** @param isGood how it begins; a first outcome counts alone where nothing is known. */
  constructor(thresholds: Thresholds, isGood: boolean) {
    this.#thresholds = thresholds
    this.#isGood = isGood
    this.#isFirst = !isGood
  }

  /** True when it may be chosen. */
  get isPassing(): boolean {
    return this.#isGood && !this.#isHeld
  }

  /** It flaps: its checks are good, and it is held out all the same. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** Takes an outcome. */
  note(isOk: boolean, nowMs: number): void {
    this.#decay(nowMs)
    if (isOk === this.#isGood) this.#inRow = 0
    else {
      this.#inRow++
      const { rise, fall } = this.#thresholds
      const needed = this.#isFirst ? 1 : isOk ? rise : fall
      if (this.#inRow >= needed) this.#turn(isOk)
    }
    this.#isFirst = false
  }

  #turn(isGood: boolean): void {
    this.#isGood = isGood
    this.#inRow = 0
    if (isGood) return
    this.#points += kFlapPoints
    if (this.#points >= kHoldPoints) this.#isHeld = true
  }

  #decay(nowMs: number): void {
    this.#points *= 0.5 ** ((nowMs - this.#pointsMs) / kHalfLifeMs)
    this.#pointsMs = nowMs
    if (this.#isHeld && this.#points < kReusePoints) this.#isHeld = false
  }
}
