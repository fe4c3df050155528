// Who closes descriptors. They belong to the process, not to a thread, so a thread that ends closes none: what a thread may
// leave open is written down in shared memory, for whoever started it. That both close one is kept out there, too.

import { assert } from '../base/assert.js'
import { centerError } from '../base/errors.js'
import { kLanesPerLinkMax } from '../base/limits.js'
import type { LaneNative } from '../ring/native.js'

/** Where an end of a link writes down what it has open. */
export type DescriptorKeeper = {
  /**
   * Descriptors are this end's from here on.
   *
   * @throws CenterError ERR_OVERLOADED when there is no room to write them down; they are closed then.
   */
  keep(descriptors: readonly number[]): void
  /** Closes one that was kept. */
  close(descriptor: number): void
}

/** Of an end that has its process to itself: the kernel closes what it leaves. */
export function processDescriptors(native: LaneNative): DescriptorKeeper {
  return { keep: () => {}, close: (descriptor) => native.descriptorClose(descriptor) }
}

/** Stands where no descriptor is written down; 0 is nobody's but the process's own. */
const kNone = 0

/** Those of a link, one for each lane that it calls or answers by, and those of a lane that is just coming. */
const kSlotCount = 8 + 2 * kLanesPerLinkMax

/** The list of one thread's end. */
export class ThreadDescriptors implements DescriptorKeeper {
  readonly #native: LaneNative
  readonly #slots: Int32Array

  /** @returns memory for a list that begins with these; the thread's from here on. */
  static listOf(...descriptors: readonly number[]): SharedArrayBuffer {
    const list = new SharedArrayBuffer(kSlotCount * Int32Array.BYTES_PER_ELEMENT)
    new Int32Array(list).set(descriptors)
    return list
  }

  /** True when nothing of a list is open. */
  static isEmpty(list: SharedArrayBuffer): boolean {
    return new Int32Array(list).every((_, at, slots) => Atomics.load(slots, at) === kNone)
  }

  constructor(native: LaneNative, list: SharedArrayBuffer) {
    this.#native = native
    this.#slots = new Int32Array(list)
  }

  /** @returns one of those that the list began with, by its place. */
  at(index: number): number {
    const descriptor = Atomics.load(this.#slots, index)
    assert(descriptor !== kNone, 'a list is opened before it is closed')
    return descriptor
  }

  /** @returns the same, or null where the list began without it. */
  find(index: number): number | null {
    const descriptor = Atomics.load(this.#slots, index)
    return descriptor === kNone ? null : descriptor
  }

  keep(descriptors: readonly number[]): void {
    const free = [...this.#slots.keys()].filter((at) => this.#slots[at] === kNone)
    if (free.length < descriptors.length) {
      for (const descriptor of descriptors) this.#native.descriptorClose(descriptor)
      const limit = kSlotCount
      throw centerError('ERR_OVERLOADED', { what: 'the list of descriptors of a link', limit })
    }
    descriptors.forEach((descriptor, index) => {
      Atomics.store(this.#slots, free[index] ?? 0, descriptor)
    })
  }

  close(descriptor: number): void {
    const at = this.#slots.indexOf(descriptor)
    if (at >= 0) this.#closeAt(at)
  }

  /** Closes what is open. From any thread, when the list's own writes no more. */
  closeAll(): void {
    for (let at = 0; at < kSlotCount; at++) this.#closeAt(at)
  }

  #closeAt(at: number): void {
    const descriptor = Atomics.exchange(this.#slots, at, kNone)
    if (descriptor !== kNone) this.#native.descriptorClose(descriptor)
  }
}
