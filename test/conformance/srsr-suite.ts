// Every case of srsr that a plain HTTP client can play, on one HTTP engine. Time stands still unless a case moves it.

import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { ResolvedRegistryOptions } from '../../src/control/leases/registry-options.js'
import type { HttpEngine } from '../../src/http/http-server.js'
import { openRegistry, type Registry } from '../../src/services/registry/registry.js'
import { ManualClock } from '../support/manual-clock.js'
import {
  type Expectation,
  isForClients,
  readSrsrCases,
  type SrsrCase,
  type Step,
} from './srsr-cases.js'

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)

/** Declares the tests. */
export function srsrSuite(engine: HttpEngine): void {
  for (const one of readSrsrCases()) {
    if (isForClients(one)) continue
    const title = `${engine}: srsr ${one.id}: ${one.title}`
    if (one.setup.flags?.includes('::1') && !hasIpv6) test.skip(`${title} (no IPv6 here)`, () => {})
    else test(title, (t) => play(t, engine, one))
  }
}

class Stage {
  readonly clock = new ManualClock()
  readonly ids = new Map<string, string>()
  readonly folder = mkdtempSync(join(tmpdir(), 'signalbox-srsr-'))
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })
  readonly #engine: HttpEngine
  readonly #case: SrsrCase
  #registry: Registry | null = null

  constructor(engine: HttpEngine, one: SrsrCase) {
    this.#engine = engine
    this.#case = one
  }

  async start(): Promise<void> {
    const { flags = [], timeoutMs = 30_000, trustProxy = [] } = this.#case.setup
    const options: ResolvedRegistryOptions = {
      http: { host: flags.includes('::1') ? '::1' : '127.0.0.1', port: 0 },
      dns: null,
      dnsTtlSeconds: 0,
      leaseMs: timeoutMs,
      trustProxy,
      allow: [],
      isStrict: flags.includes('--strict-address'),
      policy: 'random',
      journalPath: join(this.folder, 'registry.journal'),
    }
    this.#registry = await openRegistry(options, () => {}, {
      clock: this.clock,
      engine: this.#engine,
    })
  }

  /** Time goes on, and the leases that end in it are looked at, as the timer would. */
  pass(ms: number): void {
    this.clock.advance(ms)
    this.#registry?.table.endLeases(this.clock.nowMs())
  }

  async stop(): Promise<void> {
    await this.#registry?.close()
    this.#registry = null
  }

  async end(): Promise<void> {
    this.#agent.destroy()
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  send({ path = '/', method = 'POST', headers = {}, body, rawBody }: Step): Promise<Answer> {
    const [, host = '', port = ''] =
      /^\[?(.*?)\]?:(\d+)$/.exec(this.#registry?.httpAddress ?? '') ?? []
    const text = rawBody ?? JSON.stringify(this.#filled(body ?? {}))
    const payload = method === 'GET' ? '' : text
    return new Promise((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(payload) }
      const options = {
        host,
        port,
        path,
        method,
        agent: this.#agent,
        headers: { ...length, ...headers },
      }
      const outgoing = request(options, (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('end', () => {
          const { statusCode = 0, headers: fields } = incoming
          resolve({ status: statusCode, headers: fields, body: Buffer.concat(parts).toString() })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(payload)
    })
  }

  #filled(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entries = Object.entries(body).map(([key, value]): [string, unknown] => {
      if (typeof value === 'string' && value.startsWith('$'))
        return [key, this.ids.get(value.slice(1))]
      if (typeof value !== 'object' || value === null) return [key, value]
      const { repeat, bytes } = value as { repeat: string; bytes: number } // the one form of objects
      return [key, repeat.repeat(bytes)]
    })
    return Object.fromEntries(entries)
  }
}

async function play(t: ExecutionContext, engine: HttpEngine, one: SrsrCase): Promise<void> {
  const stage = new Stage(engine, one)
  await stage.start()
  try {
    if (one.id === 'b3') await playMany(t, stage, one)
    else for (const step of one.steps) await playStep(t, stage, step)
    if (one.id === 'b7') {
      t.is(new Set(stage.ids.values()).size, 3)
    }
  } finally {
    await stage.end()
  }
}

async function playStep(t: ExecutionContext, stage: Stage, step: Step): Promise<void> {
  if (step.op === 'wait') {
    stage.pass(step.waitMs ?? 0)
    return
  }
  if (step.op === 'restart') {
    await stage.stop()
    await stage.start()
    return
  }
  const { count = 1, everyMs = 0 } = step.repeat ?? {}
  const addresses = new Map<unknown, number>()
  for (let at = 0; at < count; at++) {
    if (step.repeat !== undefined) stage.pass(everyMs)
    const answer = await stage.send(step)
    check(t, answer, step.expect)
    if (step.save !== undefined) stage.ids.set(step.save, fieldOf(answer, 'id'))
    const address = fieldOf(answer, 'address')
    addresses.set(address, (addresses.get(address) ?? 0) + 1)
  }
  // Of two addresses each: 240 to 360 of 600, which chance leaves once in a million runs.
  if (count === 600) {
    t.is(addresses.size, 2)
    for (const times of addresses.values()) t.true(times >= 240 && times <= 360, String(times))
  }
}

/** Case b3: many services whose heartbeats come when their leases end. */
async function playMany(t: ExecutionContext, stage: Stage, one: SrsrCase): Promise<void> {
  const [register, beat, lookup] = one.steps
  const { timeoutMs = 0 } = one.setup
  const ids: string[] = []
  for (let at = 0; at < 1_500; at++) {
    const answer = await stage.send({ ...register, body: { name: `s${at}`, address: 'http://x' } })
    t.is(answer.status, 200)
    ids.push(fieldOf(answer, 'id'))
  }
  stage.clock.advance(timeoutMs - 1)
  const outcomes = new Map<string, number>()
  for (const [at, id] of ids.entries()) {
    if (at === 500 || at === 1_000) stage.clock.advance(1)
    // Lookups end what has ended; heartbeats come before, between and after.
    if (at % 3 === 0) await stage.send({ ...lookup, body: { name: `s${at}` } })
    const answer = await stage.send({ ...beat, body: { id } })
    t.is(answer.status, 200)
    outcomes.set(answer.body, (outcomes.get(answer.body) ?? 0) + 1)
  }
  t.deepEqual([...outcomes.keys()].sort(), ['{"success":false}', '{"success":true}'])
  const answer = await stage.send(lookup)
  check(t, answer, lookup.expect)
}

function check(t: ExecutionContext, answer: Answer, expect: Expectation): void {
  const said = `${answer.status} ${answer.body}`
  if (expect.status !== undefined) t.is(answer.status, expect.status, said)
  if (expect.json !== undefined) t.deepEqual(JSON.parse(answer.body), expect.json)
  for (const key of expect.jsonHas ?? []) t.true(Object.hasOwn(JSON.parse(answer.body), key), said)
  for (const [key, value] of Object.entries(expect.jsonContains ?? {})) {
    t.deepEqual(Reflect.get(JSON.parse(answer.body), key), value)
  }
  if (expect.body !== undefined) t.is(answer.body.trimEnd(), expect.body)
  if (expect.bodyMatches !== undefined) t.regex(answer.body, new RegExp(expect.bodyMatches))
  if (expect.idMinLength !== undefined) t.true(fieldOf(answer, 'id').length >= expect.idMinLength)
  for (const [name, value] of Object.entries(expect.headers ?? {})) {
    t.is(answer.headers[name.toLowerCase()], value)
  }
}

function fieldOf({ body }: Answer, name: string): string {
  if (!body.startsWith('{')) return ''
  return String(Reflect.get(JSON.parse(body) as object, name) ?? '')
}
