// Topics that the WebSockets of one gateway listen to: the station subscribes each once, however many sockets want it.

import { centerError } from '../base/errors.js'
import { kSocketTopicsTotalMax } from '../base/limits.js'
import type { Station } from '../station/station.js'
import { writeTopicMessage } from './socket-frames.js'

/** Takes the messages of topics; they are encoded once for all. */
export type TopicReader = { onTopicMessage(message: Uint8Array | string): void }

type Topic = {
  readonly readers: Set<TopicReader>
  readonly end: () => Promise<void>
  /** Resolves when the center knows of the subscription. */
  readonly known: Promise<void>
}

export class SocketTopics {
  readonly #station: Pick<Station, 'subscribe' | 'registered'>
  readonly #topics = new Map<string, Topic>()

  constructor(station: Pick<Station, 'subscribe' | 'registered'>) {
    this.#station = station
  }

  /**
   * Adds a reader.
   *
   * @returns when messages that are published from now on reach it.
   * Rejects with ERR_BAD_ARGUMENT, ERR_OVERLOADED, ERR_LINK_LOST.
   */
  async add(name: string, reader: TopicReader): Promise<void> {
    const topic = this.#topics.get(name) ?? this.#subscribe(name)
    topic.readers.add(reader)
    try {
      await topic.known
    } catch (error) {
      this.remove(name, reader)
      throw error
    }
  }

  remove(name: string, reader: TopicReader): void {
    const topic = this.#topics.get(name)
    if (topic === undefined || !topic.readers.delete(reader) || topic.readers.size > 0) return
    this.#topics.delete(name)
    // The link may be lost: then the subscription is not made again.
    topic.end().catch(() => {})
  }

  #subscribe(name: string): Topic {
    if (this.#topics.size >= kSocketTopicsTotalMax) {
      const what = "the list of the gateway's topics"
      throw centerError('ERR_OVERLOADED', { what, limit: kSocketTopicsTotalMax })
    }
    const readers = new Set<TopicReader>()
    const end = this.#station.subscribe(name, (message) => {
      const text = writeTopicMessage(name, message)
      for (const reader of readers) reader.onTopicMessage(text)
    })
    const topic = { readers, end, known: this.#station.registered() }
    this.#topics.set(name, topic)
    return topic
  }
}
