// Heartbeats of the center: each certified connection is asked once in an interval, and given up when it never answers.

import type { Clock } from '../base/clock.js'
import type { SersOptions } from './options.js'
import type { Peer } from './peer.js'

/** Turns in one interval: connections are spread over them, so that ten thousand are not asked at one moment. */
const kTurns = 20
const kTurnMsMin = 5
/** A turn that comes later than these was held up. */
const kLateTurns = 2

export class Beats {
  readonly #peers: Set<Peer>[] = Array.from({ length: kTurns }, () => new Set<Peer>())
  /** Those whose time may be up before their next turn: looked at in every turn. */
  readonly #quiet = new Set<Peer>()
  readonly #options: SersOptions['beat']
  readonly #clock: Clock
  readonly #timer: NodeJS.Timeout | undefined
  readonly #turnMs: number
  #turn = 0
  /** Milliseconds that this thread was awake: when it could not look, nobody was silent. */
  nowMs = 1
  #lastMs: number

  constructor(options: SersOptions['beat'], clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#turnMs = Math.max(kTurnMsMin, options.intervalMs / kTurns)
    this.#lastMs = clock.nowMs()
    if (options.intervalMs === 0) return
    this.#timer = setInterval(() => this.#next(), this.#turnMs)
    this.#timer.unref()
  }

  add(peer: Peer): void {
    peer.aliveMs = this.nowMs
    this.#peers[peer.id % kTurns].add(peer)
  }

  remove(peer: Peer): void {
    this.#peers[peer.id % kTurns].delete(peer)
    this.#quiet.delete(peer)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #next(): void {
    const { intervalMs, timeoutMs, missesMax } = this.#options
    const clockMs = this.#clock.nowMs()
    this.nowMs += Math.min(clockMs - this.#lastMs, kLateTurns * this.#turnMs)
    this.#lastMs = clockMs
    this.#turn = (this.#turn + 1) % kTurns
    // Who was never asked has missed nothing.
    const endMs = intervalMs * Math.max(1, missesMax) + timeoutMs
    for (const peer of this.#quiet) {
      const quietMs = this.nowMs - peer.aliveMs
      if (quietMs > endMs) peer.close(`no heartbeat was answered for ${Math.round(quietMs)} ms`)
      else if (quietMs + intervalMs < endMs) this.#quiet.delete(peer)
    }
    for (const peer of this.#peers[this.#turn]) {
      const quietMs = this.nowMs - peer.aliveMs
      peer.isSilent = quietMs > intervalMs + timeoutMs
      if (quietMs + intervalMs >= endMs) this.#quiet.add(peer)
      peer.beat()
    }
  }
}
