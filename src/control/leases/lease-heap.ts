// Instances in the order in which somebody must look at their leases: a binary heap. A heartbeat moves nothing: it only
// moves the deadline, and the instance is put back to its place when its old one comes up. So a heartbeat costs a write,
// and each instance is moved once a lease.

import type { Instance } from './instance.js'

export class LeaseHeap {
  readonly #items: Instance[] = []

  get size(): number {
    return this.#items.length
  }

  /** The instance that is due first, or undefined. */
  get first(): Instance | undefined {
    return this.#items[0]
  }

  /** Adds an instance by its `dueMs`. */
  add(instance: Instance): void {
    this.#items.push(instance)
    this.#rise(instance, this.#items.length - 1)
  }

  /** Takes an instance out; nothing happens when it is not there. */
  remove(instance: Instance): void {
    const at = instance.heapIndex
    if (at < 0) return
    instance.heapIndex = -1
    const last = this.#items.pop()
    if (last === undefined || last === instance) return
    this.#sink(last, at)
    if (last.heapIndex === at) this.#rise(last, at)
  }

  /** The first one is due later now. @param dueMs at or after its former time. */
  postponeFirst(dueMs: number): void {
    const [first] = this.#items
    if (first === undefined) return
    first.dueMs = dueMs
    this.#sink(first, 0)
  }

  #rise(instance: Instance, from: number): void {
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = this.#items[above]
      if (parent === undefined || parent.dueMs <= instance.dueMs) break
      this.#put(parent, at)
      at = above
    }
    this.#put(instance, at)
  }

  #sink(instance: Instance, from: number): void {
    const items = this.#items
    let at = from
    for (;;) {
      const left = items[2 * at + 1]
      if (left === undefined) break
      const right = items[2 * at + 2]
      const isRight = right !== undefined && right.dueMs < left.dueMs
      const child = isRight ? right : left
      if (child.dueMs >= instance.dueMs) break
      this.#put(child, at)
      at = 2 * at + (isRight ? 2 : 1)
    }
    this.#put(instance, at)
  }

  #put(instance: Instance, at: number): void {
    this.#items[at] = instance
    instance.heapIndex = at
  }
}
