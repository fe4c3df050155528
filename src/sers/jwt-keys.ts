// The keys that JSON Web Tokens are held against: fetched ahead and refreshed, so that no call waits for them.

import { setTimeout as wait } from 'node:timers/promises'
import { importJWK, type JWK, jwtVerify } from 'jose'
import { membersOf } from '../wire/sers/rpc-data.js'

type Members = Readonly<Record<string, unknown>>
type Key = Awaited<ReturnType<typeof importJWK>>

export type JwtKeyOptions = {
  /** Answers with a JSON array of JWK, or with `{"keys":[]}`. */
  readonly keysUrl: string
  readonly algorithms: readonly string[]
}

const kRefreshMs = 300_000
const kRetryMs = 5_000
const kFetchTimeoutMs = 5_000
/** A token with an unknown kid may ask for fresh keys this often. */
const kUnknownKidMs = 30_000
const kKeysMax = 100
const kBodyBytesMax = 1024 * 1024
const kTokenCharactersMax = 16_384

export class JwtKeys {
  readonly #options: JwtKeyOptions
  readonly #warn: (text: string) => void
  readonly #closing = new AbortController()
  #keys: readonly { readonly kid: string | undefined; readonly key: Key }[] = []
  #fetchedMs = Number.NEGATIVE_INFINITY
  #isFetching = false

  constructor(options: JwtKeyOptions, warn: (text: string) => void) {
    this.#options = options
    this.#warn = warn
    void this.#keepFresh()
  }

  /** The claims of a token that is valid now; null for any other. */
  async verify(token: string): Promise<Members | null> {
    if (token.length > kTokenCharactersMax) return null
    for (const key of this.#keysFor(kidOf(token))) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [...this.#options.algorithms],
          requiredClaims: ['exp'],
          clockTolerance: 0,
        })
        return payload
      } catch {
        // the next key may be its own; a token that fits none is none
      }
    }
    return null
  }

  close(): void {
    this.#closing.abort()
  }

  #keysFor(kid: string | undefined): Key[] {
    if (kid === undefined) return this.#keys.map(({ key }) => key)
    const named = this.#keys.filter((known) => known.kid === kid)
    const isUnknown = named.length === 0
    if (isUnknown && performance.now() - this.#fetchedMs > kUnknownKidMs) void this.#fetch()
    return (isUnknown ? this.#keys.filter((known) => known.kid === undefined) : named).map(
      ({ key }) => key,
    )
  }

  async #keepFresh(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const isFresh = await this.#fetch()
      const options = { signal: this.#closing.signal, ref: false }
      await wait(isFresh ? kRefreshMs : kRetryMs, undefined, options).catch(() => {}) // closed
    }
  }

  async #fetch(): Promise<boolean> {
    if (this.#isFetching) return false
    this.#isFetching = true
    this.#fetchedMs = performance.now()
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(kFetchTimeoutMs)])
      const response = await fetch(this.#options.keysUrl, { signal, redirect: 'error' })
      const text = await response.text()
      if (!response.ok || text.length > kBodyBytesMax) throw new Error(`status ${response.status}`)
      this.#keys = await importAll(JSON.parse(text))
      return true
    } catch (error) {
      // Keys that are known stay: nothing is granted that was not, and nobody waits.
      if (!this.#closing.signal.aborted) {
        this.#warn(`keys of ${this.#options.keysUrl} cannot be fetched: ${String(error)}`)
      }
      return false
    } finally {
      this.#isFetching = false
    }
  }
}

async function importAll(said: unknown) {
  const list: unknown = Array.isArray(said) ? said : membersOf(said)?.keys
  if (!Array.isArray(list)) throw new Error('neither an array nor keys')
  const keys: { kid: string | undefined; key: Key }[] = []
  for (const item of list.slice(0, kKeysMax)) {
    const jwk: JWK | undefined = membersOf(item)
    if (jwk?.kty === undefined || jwk.kty === 'oct') continue // a shared secret is no public key
    keys.push({ kid: jwk.kid, key: await importJWK(jwk, jwk.alg ?? 'RS256') })
  }
  return keys
}

/** kid of a token's head; undefined for none, and for no token. */
function kidOf(token: string): string | undefined {
  const head = token.slice(0, token.indexOf('.'))
  try {
    const kid = membersOf(JSON.parse(Buffer.from(head, 'base64url').toString()))?.kid
    return typeof kid === 'string' ? kid : undefined
  } catch {
    return undefined // jwtVerify says so
  }
}
