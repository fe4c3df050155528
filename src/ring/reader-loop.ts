// The loop of a thread that reads rings: runs turns while there is work, then sleeps until a doorbell rings.
//
// With the addon the loop itself is native (native/binding/poller.cc): it spins for a bounded, adaptive time between
// turns and sleeps on pipes. Without it, rings inside the process are rung through wake(), and idle turns are not
// spun at all.

import { kSpinUsMax } from '../base/limits.js'
import { loadNative, type Poller } from './native.js'
import type { RingReader } from './ring-reader.js'
import { Rota } from './rota.js'

/**
 * Takes a turn.
 *
 * @param mustSeeAll false: rings that have been idle for long may be left out; who knows of news there asks again.
 * @returns how many records it handled; 0 lets the loop rest.
 */
export type Turn = (mustSeeAll: boolean) => number

/** The loop that the stations of this thread share; null while there is none. */
let threadLoop: ReaderLoop | null = null

/**
 * Takes part in the one loop of this thread, so that many stations of a thread wake and spin together.
 *
 * @returns the loop, and what ends the part; the loop closes with its last part.
 */
export function shareThreadLoop(turn: Turn): {
  readonly loop: ReaderLoop
  readonly leave: () => void
} {
  threadLoop ??= new ReaderLoop((mustSeeAll) => parts.turn(takeTurn, mustSeeAll))
  const loop = threadLoop
  const part = { turn } // its own, even when two stations hand in the same function
  parts.add(part)
  const leave = () => {
    if (!parts.remove(part) || parts.size > 0) return
    loop.close()
    threadLoop = null
  }
  return { loop, leave }
}

type Part = { readonly turn: Turn }

const parts = new Rota<Part>()
const takeTurn = (part: Part): number => part.turn(true)

export class ReaderLoop {
  readonly #turn: Turn
  readonly #poller: Poller | null
  /** By the poller's number; without a poller by how far the ring was published before the last turn. */
  readonly #readers = new Map<RingReader, number>()
  #isScheduled = false
  #isClosed = false

  constructor(turn: Turn) {
    this.#turn = turn
    const loaded = loadNative()
    this.#poller = loaded.ok
      ? new loaded.native.Poller((mustSeeAll) => this.#run(mustSeeAll), kSpinUsMax)
      : null
  }

  /** True when doorbells of this loop are descriptors. */
  get isNative(): boolean {
    return this.#poller !== null
  }

  /** Watches a ring: it is looked at in every turn's sleep, and its bell is armed while the loop sleeps. */
  add(reader: RingReader): void {
    if (this.#poller === null) {
      this.#readers.set(reader, 0)
      this.wake()
      return
    }
    this.#readers.set(
      reader,
      this.#poller.watch(reader.words, reader.tailWord, reader.headWord, reader.bellWord),
    )
    this.wake() // it falls asleep after its first run, with the bell armed
  }

  /** Forgets a ring; its memory may be released after this. */
  remove(reader: RingReader): void {
    const id = this.#readers.get(reader)
    this.#readers.delete(reader)
    if (id !== undefined) this.#poller?.unwatch(id)
  }

  /** Listens to the reader of a doorbell. @returns what takes it back. Only where {@link isNative}. */
  addDoorbell(bellReader: number): () => void {
    const poller = this.#poller
    if (poller === null) return () => {}
    const id = poller.addDoorbell(bellReader)
    return () => {
      if (!this.#isClosed) poller.removeDoorbell(id)
    }
  }

  /** Runs a turn soon; from the owning thread only. */
  wake(): void {
    if (this.#isClosed) return
    if (this.#poller !== null) {
      this.#poller.kick()
    } else if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(this.#runImmediate)
    }
  }

  /** Whether a sleeping loop keeps the process alive. */
  keepAlive(isKept: boolean): void {
    if (isKept) this.#poller?.ref()
    else this.#poller?.unref()
  }

  close(): void {
    this.#isClosed = true
    this.#poller?.close()
    this.#readers.clear()
  }

  #run(mustSeeAll: boolean): number {
    return this.#isClosed ? 0 : this.#turn(mustSeeAll)
  }

  readonly #runImmediate = (): void => {
    this.#isScheduled = false
    if (this.#isClosed) return
    for (const reader of this.#readers.keys()) {
      reader.setBell(0)
      this.#readers.set(reader, reader.publishedPosition())
    }
    if (this.#run(true) > 0) {
      this.wake()
      return
    }
    let isReady = false
    for (const [reader, seen] of this.#readers) {
      reader.setBell(1)
      // SYNC(bell): look once more after arming; whoever published before saw 0 and did not ring. What the turn saw and
      // left lying wakes nobody: it waits for room elsewhere, and that rings.
      if (reader.publishedPosition() !== seen) isReady = true
    }
    if (isReady) this.wake()
  }
}
