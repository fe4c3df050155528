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

/** A part in the loop of a thread. */
export type LoopPart = {
  readonly loop: ReaderLoop
  /** Takes a turn of this part in each turn of the loop again, until it is found idle. */
  readonly rouse: () => void
  /** Ends the part; the loop closes with its last part. */
  readonly leave: () => void
}

/**
 * Takes part in a loop that several share, so that they wake and spin together.
 *
 * @param turn as for a loop; may tell {@link kLookAgain}.
 */
export type ShareLoop = (turn: () => number) => LoopPart

type Part = { readonly turn: () => number }

const takeTurn = (part: Part): number => part.turn()

/** Makes a loop to share. It is there while it has parts. */
export function makeSharedLoop(): ShareLoop {
  const parts = new Rota<Part>()
  let shared: ReaderLoop | null = null
  return (turn) => {
    shared ??= new ReaderLoop((mustSeeAll) => parts.turn(takeTurn, mustSeeAll))
    const loop = shared
    const part = { turn } // its own, even when two stations hand in the same function
    parts.add(part)
    const leave = () => {
      if (!parts.remove(part) || parts.size > 0) return
      loop.close()
      shared = null
    }
    return { loop, rouse: () => parts.rouse(part), leave }
  }
}

/** The one loop of this thread's stations. */
export const shareThreadLoop: ShareLoop = makeSharedLoop()

type Watched = {
  /** The poller's numbers; 0 without a poller, or without a doorbell. */
  readonly ringId: number
  doorbellId: number
  /** Without a poller: how far the ring was published before the last turn. */
  seen: number
}

export class ReaderLoop {
  readonly #turn: Turn
  readonly #poller: Poller | null
  readonly #watched = new Map<RingReader, Watched>()
  readonly #byRingId = new Map<number, RingReader>()
  #isScheduled = false
  #isClosed = false

  constructor(turn: Turn) {
    this.#turn = turn
    const loaded = loadNative()
    const run = (mustSeeAll: boolean) => this.#run(mustSeeAll)
    const onRung = (ringId: number) => this.#byRingId.get(ringId)?.onRung()
    this.#poller = loaded.ok ? new loaded.native.Poller(run, kSpinUsMax, onRung) : null
  }

  /** True when doorbells of this loop are descriptors. */
  get isNative(): boolean {
    return this.#poller !== null
  }

  /** Watches a ring: it is looked at in every turn's sleep, and its bell is armed while the loop sleeps or the ring is quiet. */
  add(reader: RingReader): void {
    const poller = this.#poller
    let ringId = 0
    if (poller !== null) {
      ringId = poller.watch(reader.words, reader.tailWord, reader.headWord, reader.bellWord)
      this.#byRingId.set(ringId, reader)
    }
    this.#watched.set(reader, { ringId, doorbellId: 0, seen: 0 })
    this.wake() // it falls asleep after its first run, with the bell armed
  }

  /**
   * Wakes when the doorbell of a watched ring rings. Only where {@link isNative}.
   *
   * @param bellReader its reading end; another one of it is kept.
   */
  addDoorbell(reader: RingReader, bellReader: number): void {
    const watched = this.#watched.get(reader)
    if (watched !== undefined && this.#poller !== null)
      watched.doorbellId = this.#poller.addDoorbell(bellReader, watched.ringId)
  }

  /** Forgets a ring and its doorbell; its memory may be released after this. */
  remove(reader: RingReader): void {
    const watched = this.#watched.get(reader)
    this.#watched.delete(reader)
    if (watched === undefined || this.#poller === null) return
    this.#byRingId.delete(watched.ringId)
    this.#poller.unwatch(watched.ringId)
    if (watched.doorbellId > 0 && !this.#isClosed) this.#poller.removeDoorbell(watched.doorbellId)
  }

  /** Runs a turn soon that looks at every ring; from the owning thread only. */
  wake(): void {
    if (this.#isClosed) return
    if (this.#poller !== null) {
      this.#poller.kick()
    } else if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(this.#runImmediate)
    }
  }

  /** The same for one ring, which has records or found room for them. */
  wakeFor(reader: RingReader): void {
    const ringId = this.#watched.get(reader)?.ringId ?? 0
    if (this.#poller !== null && ringId > 0) this.#poller.ring(ringId)
    else this.wake()
  }

  /** Whether a sleeping loop keeps the process alive. */
  keepAlive(isKept: boolean): void {
    if (isKept) this.#poller?.ref()
    else this.#poller?.unref()
  }

  close(): void {
    this.#isClosed = true
    this.#poller?.close()
    this.#watched.clear()
    this.#byRingId.clear()
  }

  #run(mustSeeAll: boolean): number {
    return this.#isClosed ? 0 : this.#turn(mustSeeAll)
  }

  readonly #runImmediate = (): void => {
    this.#isScheduled = false
    if (this.#isClosed) return
    for (const [reader, watched] of this.#watched) {
      reader.setBell(0)
      watched.seen = reader.publishedPosition()
    }
    if (this.#run(true) > 0) {
      this.wake()
      return
    }
    let isReady = false
    for (const [reader, { seen }] of this.#watched) {
      reader.setBell(1)
      // SYNC(bell): look once more after arming; whoever published before saw 0 and did not ring. What the turn saw and
      // left lying wakes nobody: it waits for room elsewhere, and that rings.
      if (reader.publishedPosition() !== seen) isReady = true
    }
    if (isReady) this.wake()
  }
}
