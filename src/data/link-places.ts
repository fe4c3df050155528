// Places of links: index, generation, and of several dispatchers the one that is their home. Dispatcher 0 gives them out.

import { centerError } from '../base/errors.js'
import { kLinkCountMax } from '../base/limits.js'
import type { LinkGrant } from '../transport/link-listener.js'

/** What is remembered of an open link. */
export type Placed = { readonly name: string; readonly home: number }

export class LinkPlaces {
  readonly #dispatchers: number
  readonly #byIndex: (Placed | 'ending' | null)[] = []
  #nextGeneration = 1

  constructor(dispatchers: number) {
    this.#dispatchers = dispatchers
  }

  /**
   * A place for a link of a station, which {@link take} takes. Links of one name do the same work, so they are spread first.
   *
   * @param home where the link has one already.
   * @throws CenterError ERR_OVERLOADED when there are as many links as there may be.
   */
  grant(name: string, home = this.#chooseHome(name)): LinkGrant {
    const free = this.#byIndex.indexOf(null)
    const linkIndex = free < 0 ? this.#byIndex.length : free
    if (linkIndex >= kLinkCountMax) {
      throw centerError('ERR_OVERLOADED', { what: 'the list of links', limit: kLinkCountMax })
    }
    const generation = this.#nextGeneration++
    return { linkIndex, generation, home, dispatchers: this.#dispatchers }
  }

  /** The link is open. */
  take(link: number, placed: Placed): void {
    this.#byIndex[link] = placed
  }

  /**
   * The link is over here. With one dispatcher its index is free; with several not before everybody knows ({@link free}), or
   * the next one of this index could come to control before the end of this one.
   */
  end(link: number): void {
    this.#byIndex[link] = this.#dispatchers === 1 ? null : 'ending'
  }

  /** Everybody knows. */
  free(link: number): void {
    if (this.#byIndex[link] === 'ending') this.#byIndex[link] = null
  }

  /** The dispatcher that is home to the fewest links of this name; of several such the one with the fewest links. */
  #chooseHome(name: string): number {
    if (this.#dispatchers === 1) return 0
    const counts = Array.from({ length: this.#dispatchers }, (_, home) => ({
      home,
      same: 0,
      all: 0,
    }))
    for (const placed of this.#byIndex) {
      if (placed === null || placed === 'ending') continue
      const count = counts[placed.home]
      count.all++
      if (placed.name === name) count.same++
    }
    counts.sort((a, b) => a.same - b.same || a.all - b.all || a.home - b.home)
    return counts[0].home
  }
}
