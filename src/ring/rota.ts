// Whom a thread looks at in one turn: all that were busy lately, and a few of the idle. A look at a ring that nobody uses is
// a miss of the processor's cache, and a thousand of them cost more than the calls of one batch.

/** Looks in vain after which one counts as idle. */
const kIdleLookCount = 64
/**
 * Idle ones that a turn looks at: a thousand are gone round in 125 turns, about a millisecond of a busy thread. More would
 * cost a turn of 16 records, which takes some 6 microseconds, a tenth of its time.
 */
const kIdleLooksPerTurn = 8

type Entry<Item> = { readonly item: Item; vainCount: number; isGone: boolean }

/** One thread owns it. While it goes round, items may be added and removed. */
export class Rota<Item> {
  readonly #entries = new Map<Item, Entry<Item>>()
  readonly #busy: Entry<Item>[] = []
  readonly #idle: Entry<Item>[] = []
  #nextIdle = 0

  /** Adds an item; it counts as busy at first. */
  add(item: Item): void {
    const entry = { item, vainCount: 0, isGone: false }
    this.#entries.set(item, entry)
    this.#busy.push(entry)
  }

  /** @returns whether the item was there. It is not looked at again. */
  remove(item: Item): boolean {
    const entry = this.#entries.get(item)
    if (entry === undefined) return false
    entry.isGone = true // it leaves its list when its turn comes
    return this.#entries.delete(item)
  }

  get size(): number {
    return this.#entries.size
  }

  /**
   * Goes round once: all of the busy and some of the idle.
   *
   * @param look handles what there is and tells how much that was.
   * @param mustSeeAll looks at all of the idle, too.
   * @returns the sum of what was handled.
   */
  turn(look: (item: Item) => number, mustSeeAll: boolean): number {
    const idleLooks = mustSeeAll ? this.#idle.length : kIdleLooksPerTurn
    return this.#lookAtIdle(look, idleLooks) + this.#lookAtBusy(look)
  }

  #lookAtBusy(look: (item: Item) => number): number {
    const busy = this.#busy
    let work = 0
    for (let at = 0; at < busy.length; ) {
      const entry = busy[at]
      const count = entry.isGone ? 0 : look(entry.item)
      work += count
      entry.vainCount = count > 0 ? 0 : entry.vainCount + 1
      if (!entry.isGone && entry.vainCount < kIdleLookCount) {
        at++
        continue
      }
      take(busy, at)
      if (!entry.isGone) this.#idle.push(entry)
    }
    return work
  }

  #lookAtIdle(look: (item: Item) => number, lookCount: number): number {
    const idle = this.#idle
    let work = 0
    for (let left = Math.min(lookCount, idle.length); left > 0 && idle.length > 0; left--) {
      if (this.#nextIdle >= idle.length) this.#nextIdle = 0
      const entry = idle[this.#nextIdle]
      const count = entry.isGone ? 0 : look(entry.item)
      work += count
      if (!entry.isGone && count === 0) {
        this.#nextIdle++
        continue
      }
      take(idle, this.#nextIdle)
      entry.vainCount = 0
      if (!entry.isGone) this.#busy.push(entry)
    }
    return work
  }
}

/** Takes one out; the last one comes in its place. */
function take<Item>(list: Item[], at: number): void {
  const last = list.pop()
  if (last !== undefined && at < list.length) list[at] = last
}
