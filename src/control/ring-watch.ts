// How full the rings of each station are: asked of the data plane when somebody wants to know.

import type { LinkRings, RingFill } from '../data/messages.js'
import type { Registry } from './registry.js'

export type RingsReport = {
  /** Id of the station. */
  readonly station: string
  /** What the center writes and the station reads: requests, replies, messages. */
  readonly toStation: RingFill
  /** What the station writes. */
  readonly toCenter: RingFill
  /** Bytes that wait in the center's memory for room in the station's ring. */
  readonly waitingBytes: number
}

export class RingWatch {
  readonly #registry: Registry
  /** One question is on the way at a time; whoever asks meanwhile gets the same answer. */
  #asked: {
    readonly promise: Promise<RingsReport[]>
    resolve: (rings: RingsReport[]) => void
  } | null = null

  constructor(registry: Registry) {
    this.#registry = registry
  }

  /** @param post asks the data plane. @returns the rings of every station, in the order of their links. */
  ask(post: () => void): Promise<RingsReport[]> {
    if (this.#asked !== null) return this.#asked.promise
    let resolve: (rings: RingsReport[]) => void = () => {}
    const promise = new Promise<RingsReport[]>((settle) => {
      resolve = settle
    })
    this.#asked = { promise, resolve }
    post()
    return promise
  }

  /** The data plane has answered; with nothing when it ends. */
  answer(rings: readonly LinkRings[]): void {
    const asked = this.#asked
    this.#asked = null
    asked?.resolve(
      rings.flatMap((link) => {
        const station = this.#registry.find(link)
        const { toStation, toCenter, waitingBytes } = link
        return station === undefined
          ? []
          : [{ station: station.id, toStation, toCenter, waitingBytes }]
      }),
    )
  }
}
