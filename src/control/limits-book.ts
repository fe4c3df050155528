// Rate limits as people set them: control refills the word of each limited route once per window, the data plane takes
// from it (data/admission.ts). Fixed windows of one second.

import { centerError } from '../base/errors.js'
import type { Gates } from '../data/admission.js'
import type { Registry } from './registry.js'

const kWindowMs = 1_000
const kPerSecondMax = 0x7fff_fffe

export class LimitsBook {
  readonly #gates: Gates
  readonly #registry: Registry
  readonly #perSecond = new Map<string, number>()
  readonly #tripped = new Set<string>()
  /** Which route's words stand at an id; ids are used again. */
  readonly #routeOfId = new Map<number, string>()
  #timer: NodeJS.Timeout | undefined

  constructor(gates: Gates, registry: Registry) {
    this.#gates = gates
    this.#registry = registry
  }

  /**
   * Limits a route.
   *
   * @param perSecond calls in each window of a second, 0 … 2^31 - 2; undefined lifts the limit.
   * @throws CenterError ERR_BAD_ARGUMENT.
   */
  setLimit(route: string, perSecond: number | undefined): void {
    if (
      perSecond !== undefined &&
      !(Number.isInteger(perSecond) && perSecond >= 0 && perSecond <= kPerSecondMax)
    ) {
      const rule = `a whole number of calls from 0 to ${kPerSecondMax} is wanted`
      throw centerError('ERR_BAD_ARGUMENT', { name: 'perSecond', value: perSecond, rule })
    }
    if (perSecond === undefined) this.#perSecond.delete(route)
    else this.#perSecond.set(route, perSecond)
    this.#setWordsOf(route)
    if (this.#perSecond.size === 0) this.close()
    // One that runs goes on: limits that are set more often than once a second would else never be refilled.
    else this.#timer ??= setInterval(() => this.#refill(), kWindowMs).unref()
  }

  /** Whether a limit holds for a route. */
  isLimited(route: string): boolean {
    return this.#perSecond.has(route)
  }

  isBreakerOpen(route: string): boolean {
    return this.#tripped.has(route)
  }

  /** Opens the breaker of a route, or closes it. */
  setBreaker(route: string, isOpen: boolean): void {
    if (isOpen) this.#tripped.add(route)
    else this.#tripped.delete(route)
    this.#setWordsOf(route)
  }

  /** Sets the words of a route whose id is new. One that is known keeps what is left of its window. */
  applyTo(route: string): void {
    const id = this.#registry.routes.get(route)?.id
    if (id !== undefined && this.#routeOfId.get(id) !== route) this.#setWords(id, route)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #refill(): void {
    for (const [route, perSecond] of this.#perSecond) {
      const id = this.#registry.routes.get(route)?.id
      if (id !== undefined) this.#gates.setLimit(id, perSecond)
    }
  }

  #setWordsOf(route: string): void {
    const id = this.#registry.routes.get(route)?.id
    if (id !== undefined) this.#setWords(id, route)
  }

  #setWords(id: number, route: string): void {
    this.#routeOfId.set(id, route)
    this.#gates.setLimit(id, this.#perSecond.get(route))
    this.#gates.setBreaker(id, this.#tripped.has(route))
  }
}
