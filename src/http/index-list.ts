// A set for things that come and go with each request. A JavaScript Set makes a new table every few dozen changes, and each
// dead table keeps the next one alive until the next full garbage collection, with all that was in it: a server's
// requests then survive by thousands.

/** Knows its place in the list; -1 outside. */
export type Listed = { listIndex: number }

export class IndexList<Item extends Listed> {
  readonly #items: Item[] = []

  get size(): number {
    return this.#items.length
  }

  add(item: Item): void {
    item.listIndex = this.#items.length
    this.#items.push(item)
  }

  /** Does nothing when it is not there. The last item takes its place. */
  remove(item: Item): void {
    const at = item.listIndex
    const last = this.#items[this.#items.length - 1]
    if (at < 0 || last === undefined) return
    this.#items[at] = last
    last.listIndex = at
    this.#items.pop()
    item.listIndex = -1
  }

  /** Visits all; what is visited may be removed meanwhile. */
  forEach(visit: (item: Item) => void): void {
    for (let at = this.#items.length - 1; at >= 0; at--) {
      const item = this.#items[at]
      if (item !== undefined) visit(item)
    }
  }
}
