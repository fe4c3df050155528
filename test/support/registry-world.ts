// A registry at a port of its own on a clock that stands still, and somebody who asks it.

import type { ResolvedRegistryOptions } from '../../src/control/leases/registry-options.js'
import { openRegistry, type Registry } from '../../src/services/registry/registry.js'
import { ManualClock } from './manual-clock.js'

export const kRegistryOptions: ResolvedRegistryOptions = {
  http: { host: '127.0.0.1', port: 0 },
  dns: null,
  dnsTtlSeconds: 0,
  leaseMs: 30_000,
  trustProxy: [],
  allow: [],
  isStrict: false,
  policy: 'random',
  journalPath: null,
}

export type Json = Readonly<Record<string, unknown>>

export class RegistryWorld {
  readonly clock = new ManualClock()
  readonly registry: Registry

  constructor(registry: Registry, clock: ManualClock) {
    this.registry = registry
    this.clock = clock
  }

  get url(): string {
    return `http://${this.registry.httpAddress}`
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; headers: Headers; json: Json }> {
    const payload =
      body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(this.url + path, { method, body: payload })
    const text = await response.text()
    const json = text === '' ? {} : (JSON.parse(text) as Json)
    return { status: response.status, headers: response.headers, json }
  }

  async register(body: Json): Promise<Json> {
    const { status, json } = await this.ask('POST', '/v1/instances', body)
    if (status !== 201) throw new Error(JSON.stringify(json))
    return json
  }

  /** Time goes on, and the leases that end in it are looked at, as the timer would. */
  pass(ms: number): void {
    this.clock.advance(ms)
    this.registry.table.endLeases(this.clock.nowMs())
  }
}

export async function openRegistryWorld(
  options: Partial<ResolvedRegistryOptions> = {},
): Promise<RegistryWorld> {
  const clock = new ManualClock()
  const registry = await openRegistry({ ...kRegistryOptions, ...options }, () => {}, { clock })
  return new RegistryWorld(registry, clock)
}

/** Events of a stream as they come. */
export async function* eventsOf(
  response: Response,
): AsyncGenerator<{ event: string; id: string; data: Json }> {
  const decoder = new TextDecoder()
  let text = ''
  if (response.body === null) return
  for await (const part of response.body) {
    text += decoder.decode(part as Uint8Array, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const fieldOf = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
      if (fieldOf('event') === '') continue
      yield {
        event: fieldOf('event'),
        id: fieldOf('id'),
        data: JSON.parse(fieldOf('data')) as Json,
      }
    }
  }
}
