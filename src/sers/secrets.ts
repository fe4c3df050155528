// Which secrets are known, and how often an address may be wrong.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.js'
import type { SersSecret } from './options.js'

/** Wrong secrets of one address before its answers come late. */
const kFreeTries = 5
const kPenaltyMinMs = 250
const kPenaltyMaxMs = 10_000
/** A quiet address is as good as a new one. */
const kForgetMs = 60_000
const kAddressesMax = 10_000

type Failures = { count: number; lastMs: number }

export class Secrets {
  readonly #secrets: readonly { readonly secret: SersSecret; readonly digest: Buffer }[]
  readonly #clock: Clock
  readonly #failures = new Map<string, Failures>()

  constructor(secrets: readonly SersSecret[], clock: Clock) {
    this.#secrets = secrets.map((secret) => ({
      secret,
      digest: digestOf(Buffer.from(secret.secret)),
    }))
    this.#clock = clock
  }

  /** The secret that these bytes are; every one is compared, in constant time. */
  find(given: Buffer): SersSecret | null {
    const digest = digestOf(given)
    let found: SersSecret | null = null
    for (const known of this.#secrets) {
      if (timingSafeEqual(known.digest, digest)) found = known.secret
    }
    return found
  }

  /** Notes a wrong one. @returns milliseconds that its answer has to wait. */
  noteFailure(address: string): number {
    const nowMs = this.#clock.nowMs()
    const known = this.#failures.get(address)
    const isFresh = known === undefined || nowMs - known.lastMs > kForgetMs
    const count = isFresh ? 1 : known.count + 1
    this.#failures.delete(address)
    if (this.#failures.size >= kAddressesMax) {
      const [oldest] = this.#failures.keys()
      this.#failures.delete(oldest)
    }
    this.#failures.set(address, { count, lastMs: nowMs })
    return penaltyMs(count)
  }

  /** True while an address has to wait for its wrong ones. */
  isPenalized(address: string): boolean {
    const known = this.#failures.get(address)
    return known !== undefined && this.#clock.nowMs() - known.lastMs < penaltyMs(known.count)
  }
}

function penaltyMs(count: number): number {
  if (count <= kFreeTries) return 0
  return Math.min(kPenaltyMaxMs, kPenaltyMinMs * 2 ** Math.min(count - kFreeTries - 1, 10))
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
