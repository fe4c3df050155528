// Publish and subscribe: who wants which title, in the order in which messages came.

import { kSersMessage } from '../wire/sers/frame.js'
import {
  kOpMessage,
  kOpPublish,
  kOpSubscribe,
  kOpUnsubscribe,
  readTopicOrder,
  writeTopicOrder,
} from '../wire/sers/topic-message.js'
import type { Peer } from './peer.js'

/** Bytes of a title. */
const kTitleBytesMax = 1_024
/** Titles that belong to the center: nobody may make its events up. */
const kOwnTitles = ['SersEvent.', 'Sers_Sys_']
export const kUsageTitle = 'Sers_Sys_UsageInfo'

export type TopicCounts = { published: number; delivered: number; dropped: number; refused: number }

export type TopicOptions = {
  readonly titlesPerConnectionMax: number
  readonly waitingBytesMax: number
  readonly slowSubscriber: 'close' | 'drop'
}

export class Topics {
  readonly counts: TopicCounts = { published: 0, delivered: 0, dropped: 0, refused: 0 }
  readonly #options: TopicOptions
  readonly #subscribers = new Map<string, Set<Peer>>()
  /** Listens inside of the center, by title. */
  readonly #listeners = new Map<string, (body: Buffer) => void>()
  /** Told of every message of a client, for the topics of the rest of the center. */
  onPublished: ((title: string, body: Buffer) => void) | null = null

  constructor(options: TopicOptions) {
    this.#options = options
  }

  /** A message frame of a certified connection; one that says nothing changes nothing. */
  onMessage(peer: Peer, payload: Buffer): void {
    const order = readTopicOrder(payload)
    if (order === null || Buffer.byteLength(order.title) > kTitleBytesMax) {
      this.counts.refused++
      return
    }
    const { op, title, body } = order
    if (op === kOpSubscribe) this.#subscribe(peer, title)
    else if (op === kOpUnsubscribe) this.#unsubscribe(peer, title)
    else if (op === kOpPublish) this.#onPublish(title, body)
  }

  #onPublish(title: string, body: Buffer): void {
    if (kOwnTitles.some((own) => title.startsWith(own)) && title !== kUsageTitle) {
      this.counts.refused++
      return
    }
    this.publish(title, body)
    this.onPublished?.(title, body)
  }

  /** Gives a message to everybody who wants it. */
  publish(title: string, body: Uint8Array): void {
    this.counts.published++
    this.#listeners.get(title)?.(Buffer.from(body))
    const subscribers = this.#subscribers.get(title)
    if (subscribers === undefined) return
    const payload = writeTopicOrder(kOpMessage, title, body)
    for (const peer of subscribers) {
      if (this.#hasRoom(peer, payload.length)) {
        peer.send(kSersMessage, 0, 0, 0, payload)
        this.counts.delivered++
      } else this.counts.dropped++
    }
  }

  listen(title: string, listener: (body: Buffer) => void): void {
    this.#listeners.set(title, listener)
  }

  /** True when somebody wants a title. */
  isWanted(title: string): boolean {
    return this.#subscribers.has(title)
  }

  /** The connection is over. */
  forget(peer: Peer): void {
    for (const title of peer.titles) this.#drop(peer, title)
    peer.titles.clear()
  }

  // A subscriber without room loses its connection in Peer.send; with `drop` it loses the message instead.
  #hasRoom(peer: Peer, bytes: number): boolean {
    const { slowSubscriber, waitingBytesMax } = this.#options
    return slowSubscriber === 'close' || peer.waitingBytes + bytes <= waitingBytesMax / 2
  }

  #subscribe(peer: Peer, title: string): void {
    if (peer.titles.size >= this.#options.titlesPerConnectionMax) {
      this.counts.refused++
      return
    }
    peer.titles.add(title)
    const subscribers = this.#subscribers.get(title) ?? new Set<Peer>()
    subscribers.add(peer)
    this.#subscribers.set(title, subscribers)
  }

  #unsubscribe(peer: Peer, title: string): void {
    if (peer.titles.delete(title)) this.#drop(peer, title)
  }

  #drop(peer: Peer, title: string): void {
    const subscribers = this.#subscribers.get(title)
    subscribers?.delete(peer)
    if (subscribers?.size === 0) this.#subscribers.delete(title)
  }
}
