// Several dispatch workers as control sees them: one. Snapshots and questions go to all of them, what concerns one link to
// its home, what concerns sockets to the first; what they tell is put together, so that a link is there for control when
// every dispatcher has it, and gone when none has it any more.
//
// A snapshot is in force when all have said so. A message to a link that was sent behind it waits for that: "your routes are in
// force" must not overtake them. With one dispatch worker all of this is not there.

import { MessageChannel } from 'node:worker_threads'
import { kLaneHotCount } from '../base/limits.js'
import type {
  DispatchMeasure,
  DispatchOptions,
  FromData,
  LinkKey,
  ToData,
} from '../data/messages.js'
import type { TappedCall } from '../data/tap.js'
import type { LinkPlace } from '../transport/link.js'
import { MemoryEnds, pairsOf } from '../transport/memory-link.js'
import { mergeMeasures } from './dispatch-measure.js'
import type { ResolvedCenterOptions } from './options.js'
import type { CenterThreads, DispatchThread } from './worker-pool.js'

/** What all dispatchers are started with. */
export type DispatchPlan = Omit<
  DispatchOptions,
  'dispatcher' | 'dispatchers' | 'fellows' | 'counters'
> & {
  /** One for each dispatcher. */
  readonly counters: readonly SharedArrayBuffer[]
}

export function dispatchPlanOf(
  { name, token, ringBytes, pipe, station, tls, lanes }: ResolvedCenterOptions,
  counters: readonly SharedArrayBuffer[],
  gates: SharedArrayBuffer,
): DispatchPlan {
  const laneHotCount = lanes === 'off' ? 0 : kLaneHotCount
  return { center: name, token, ringBytes, pipe, station, tls, laneHotCount, counters, gates }
}

/** Milliseconds that the end waits for what was sent before it: goodbyes. */
const kLastWordsMs = 1_000

/**
 * Starts the dispatch workers and waits until they listen.
 *
 * @param startOne starts one of them.
 * @param onMessage everything that they say from then on.
 * @param onFatal one of them died of an error: the center cannot go on.
 * Rejects with the listener's CenterError; none runs then.
 */
export async function startDispatchThreads(
  startOne: CenterThreads['startDispatchThread'],
  { counters, ...common }: DispatchPlan,
  onMessage: (message: FromData) => void,
  onFatal: (error: Error) => void,
): Promise<DispatchThread> {
  const dispatchers = counters.length
  const channels = counters.slice(1).map(() => new MessageChannel())
  const many = new DispatchThreads(dispatchers, onMessage)
  let hasDied = false
  const started = await Promise.allSettled(
    counters.map((memory, dispatcher) => {
      const toFirst = channels[dispatcher - 1]?.port2
      const fellows = toFirst === undefined ? channels.map(({ port1 }) => port1) : [toFirst]
      return startOne(
        { ...common, counters: memory, dispatcher, dispatchers, fellows },
        dispatchers === 1 ? onMessage : (message) => many.onMessage(dispatcher, message),
        (error) => {
          if (hasDied) return
          hasDied = true
          many.abandon(dispatcher)
          onFatal(error)
        },
      )
    }),
  )
  const threads = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    await Promise.all(threads.map((thread) => thread.stop()))
    throw failed.reason
  }
  const [only] = threads
  if (threads.length === 1 && only !== undefined) return only
  many.begin(threads)
  return many
}

/** A link in all dispatchers. */
type SharedLink = {
  readonly key: LinkKey
  /** Where its own messages go; -1 until its home has told. */
  home: number
  /** What its home told of it. */
  opened: (FromData & { type: 'link-opened' }) | null
  openCount: number
  endCount: number
  /** Why it ended first. */
  reason: string
  /** What came from it before every dispatcher had it. */
  readonly early: FromData[]
}

/** A message to a link that waits for a snapshot. */
type Held = { readonly epoch: number; readonly message: ToData & LinkKey }

class DispatchThreads implements DispatchThread {
  stationAddress: string | null = null
  ended: Promise<void> = Promise.resolve()
  readonly #count: number
  readonly #onMessage: (message: FromData) => void
  #threads: readonly DispatchThread[] = []
  /** Descriptors of pairs that the first one hands on. */
  readonly #ends: readonly MemoryEnds[]
  /** By generation. */
  readonly #links = new Map<number, SharedLink>()
  readonly #held: Held[] = []
  #sentEpoch = 0
  /** The newest snapshot that each has put into force. */
  readonly #appliedEpochs: number[]
  /** Answers that came, of questions that all are asked. */
  readonly #drained: number[] = []
  readonly #tapsOpened = new Map<number, number>()
  readonly #tapCounts = new Map<number, TapCount[]>()
  #placedCount = 0

  constructor(count: number, onMessage: (message: FromData) => void) {
    this.#count = count
    this.#onMessage = onMessage
    this.#appliedEpochs = Array.from({ length: count }, () => 0)
    this.#ends = this.#appliedEpochs.map(() => new MemoryEnds())
  }

  /** All of them run. */
  begin(threads: readonly DispatchThread[]): void {
    this.#threads = threads
    this.stationAddress = threads[0]?.stationAddress ?? null
    threads.forEach((thread, index) => void thread.ended.then(() => this.#ends[index]?.release()))
    this.ended = Promise.all(threads.map((thread) => thread.ended)).then(() => {})
  }

  /** One of them died: the others end, too. */
  abandon(dead: number): void {
    this.#threads.forEach((thread, index) => {
      if (index !== dead) void thread.stop()
    })
  }

  /** In turn: what threads of the center do is much the same. */
  nextPlace(): LinkPlace {
    return { home: this.#placedCount++ % this.#count, dispatchers: this.#count }
  }

  post(message: ToData): void {
    switch (message.type) {
      case 'snapshot':
        this.#sentEpoch = message.snapshot.epoch
        this.#postAll(message)
        break
      case 'drain':
      case 'open-tap':
      case 'close-tap':
      case 'measure':
        if (message.type === 'close-tap') this.#tapCounts.delete(message.id)
        this.#postAll(message)
        break
      case 'control':
      case 'control-done':
        this.#held.push({ epoch: this.#sentEpoch, message })
        this.#releaseHeld()
        break
      case 'close-link':
        this.#postHome(message)
        break
      case 'open':
        pairsOf(message.plan).forEach((pair, index) => {
          if (index > 0) this.#ends[index]?.add([pair])
        })
        this.#threads[0]?.post(message)
        break
      case 'reload':
      case 'lane-pass':
      case 'lane-over':
      case 'link-free':
        this.#threads[0]?.post(message)
        break
      case 'stop':
        void this.stop()
    }
  }

  async measure(timeoutMs: number): Promise<DispatchMeasure | null> {
    const each = await Promise.all(this.#threads.map((thread) => thread.measure(timeoutMs)))
    const told = each.filter((measure) => measure !== null)
    return told.length < this.#count ? null : mergeMeasures(told)
  }

  /** The first one last, for it has the sockets: their ends must not overtake what others have written. */
  async stop(): Promise<void> {
    for (const { message } of this.#held.splice(0)) this.#postHome(message)
    await this.measure(kLastWordsMs)
    const [first, ...others] = this.#threads
    await Promise.all(others.map((thread) => thread.stop()))
    await first?.stop()
  }

  /** One of them says something. */
  onMessage(dispatcher: number, message: FromData): void {
    switch (message.type) {
      case 'link-opened': {
        const link = this.#linkOf(message)
        link.home = dispatcher
        link.opened = message
        this.#onOpened(link)
        break
      }
      case 'branch-opened':
        this.#onOpened(this.#linkOf(message))
        break
      case 'link-ended':
      case 'branch-ended':
        this.#onEnded(this.#linkOf(message), message.reason)
        break
      case 'control': {
        const link = this.#links.get(message.generation)
        if (link !== undefined && link.openCount < this.#count) link.early.push(message)
        else this.#onMessage(message)
        break
      }
      case 'applied':
        this.#appliedEpochs[dispatcher] = message.epoch
        this.#releaseHeld()
        break
      case 'drained':
        this.#drained.push(message.inFlight)
        if (this.#drained.length === this.#count) {
          const inFlight = this.#drained.splice(0).reduce((sum, one) => sum + one, 0)
          this.#onMessage({ type: 'drained', inFlight })
        }
        break
      case 'tap-opened': {
        const count = (this.#tapsOpened.get(message.id) ?? 0) + 1
        this.#tapsOpened.set(message.id, count)
        if (count < this.#count) break
        this.#tapsOpened.delete(message.id)
        this.#onMessage(message)
        break
      }
      case 'tapped':
        this.#onMessage({ type: 'tapped', call: this.#withAllCounts(dispatcher, message.call) })
        break
      default:
        this.#onMessage(message)
    }
  }

  // ---- links

  #linkOf({ link, generation }: LinkKey): SharedLink {
    const known = this.#links.get(generation)
    if (known !== undefined) return known
    const key = { link, generation }
    const fresh: SharedLink = {
      key,
      home: -1,
      opened: null,
      openCount: 0,
      endCount: 0,
      reason: '',
      early: [],
    }
    this.#links.set(generation, fresh)
    return fresh
  }

  #onOpened(link: SharedLink): void {
    link.openCount++
    if (link.openCount < this.#count || link.opened === null) return
    this.#onMessage(link.opened)
    for (const early of link.early.splice(0)) this.#onMessage(early)
  }

  #onEnded(link: SharedLink, reason: string): void {
    if (link.endCount === 0) link.reason = reason
    link.endCount++
    if (link.endCount < this.#count) return
    const { key } = link
    this.#links.delete(key.generation)
    this.#onMessage({ type: 'link-ended', ...key, reason: link.reason })
    this.post({ type: 'link-free', link: key.link })
  }

  // ---- to them

  #postAll(message: ToData): void {
    for (const thread of this.#threads) thread.post(message)
  }

  #postHome(message: ToData & LinkKey): void {
    const home = this.#links.get(message.generation)?.home ?? -1
    this.#threads[home]?.post(message) // else it is gone
  }

  #releaseHeld(): void {
    const applied = Math.min(...this.#appliedEpochs)
    while (this.#held.length > 0 && (this.#held[0]?.epoch ?? 0) <= applied) {
      const held = this.#held.shift()
      if (held !== undefined) this.#postHome(held.message)
    }
  }

  /** A tap counts in each dispatcher by itself. */
  #withAllCounts(dispatcher: number, call: TappedCall): TappedCall {
    const { tap, seenCount, droppedCount } = call
    const counts = this.#tapCounts.get(tap) ?? []
    this.#tapCounts.set(tap, counts)
    counts[dispatcher] = { seenCount, droppedCount }
    const sum = { seenCount: 0, droppedCount: 0 }
    for (const count of Object.values(counts)) {
      sum.seenCount += count.seenCount
      sum.droppedCount += count.droppedCount
    }
    return { ...call, ...sum }
  }
}

type TapCount = Pick<TappedCall, 'seenCount' | 'droppedCount'>
