// The world of a command in a test: streams that are read back, and a center that is made up.

import { Writable } from 'node:stream'
import { centerError } from '../../../src/base/errors.js'
import { kPlain } from '../../../src/cli/colors.js'
import type {
  CliClient,
  CliConnectOptions,
  CliContext,
  CliGateway,
  Screen,
} from '../../../src/cli/context.js'
import { runCli } from '../../../src/cli/program.js'
import type { ResolvedRegistryOptions } from '../../../src/control/leases/registry-options.js'
import type { CenterOptions } from '../../../src/control/options.js'
import type { Reload } from '../../../src/control/reload.js'
import type { GatewayOptions } from '../../../src/control/start-gateway.js'
import type { CallOptions } from '../../../src/station/call.js'

/** What the made-up center and client were asked. */
export type Asked = {
  readonly starts: CenterOptions[]
  readonly gateways: GatewayOptions[]
  readonly registries: ResolvedRegistryOptions[]
  readonly reloads: CenterOptions[]
  readonly connects: [address: string | undefined, options: CliConnectOptions][]
  readonly calls: [route: string, body: unknown, options: CallOptions | undefined][]
  /** What the supervisor was told. */
  readonly notified: string[]
  /** `drain`, `close` of the center, `disconnect` of a client, `exit N`; in order. */
  readonly events: string[]
  readonly progress: string[]
  readonly published: [topic: string, message: unknown][]
}

export type FakeWorld = {
  /** What a call answers with, or throws. */
  answer?: (route: string, options: CallOptions | undefined) => unknown
  /** What subscribers get. */
  messages?: readonly unknown[]
  messagesLostCount?: number
  /** Instead of connecting. */
  refuse?: () => never
  /** What the start waits for, or throws. */
  start?: () => Promise<void>
  drain?: () => Promise<number>
  /** Rejects when the center dies. */
  ended?: Promise<void>
  stationAddress?: string
  httpAddress?: string
  /** Secret of the account that the start made. */
  madeSecret?: string
  /** What a reload answers with, or throws. */
  reload?: () => Reload
  /** There is a supervisor; the number is its watchdog's interval in milliseconds. */
  supervisor?: { readonly watchdogMs: number | null }
  isAlive?: () => boolean
  stdin?: string
  isTerminal?: boolean
  screen?: Screen
}

export type Run = {
  readonly asked: Asked
  readonly exitCode: Promise<number>
  readonly stdout: () => string
  readonly stdoutBytes: () => Buffer
  readonly stderr: () => string
  /** Sends a signal to the command. */
  readonly stop: () => void
  /** Sends SIGHUP. */
  readonly hangUp: () => void
  /** How many commands still listen for signals. */
  readonly listenerCount: () => number
}

/** Runs a command in a made-up world. */
export function run(args: readonly string[], world: FakeWorld = {}): Run {
  const out: Buffer[] = []
  const err: Buffer[] = []
  const listeners = new Set<() => void>()
  const hangUps = new Set<() => void>()
  const asked: Asked = {
    starts: [],
    gateways: [],
    registries: [],
    reloads: [],
    connects: [],
    calls: [],
    notified: [],
    events: [],
    progress: [],
    published: [],
  }
  const context: CliContext = {
    version: '9.8.7',
    stdin: chunksOf(world.stdin ?? ''),
    stdout: collect(out),
    stderr: collect(err),
    isTerminal: world.isTerminal ?? false,
    colors: kPlain,
    screen: world.screen ?? null,
    progress: (text) => asked.progress.push(text),
    startCenter: async (options) => {
      asked.starts.push(options)
      await world.start?.()
      return fakeCenter(world, asked)
    },
    startGateway: async (options) => {
      asked.gateways.push(options)
      return fakeGateway(asked)
    },
    openRegistry: async (options) => {
      asked.registries.push(options)
      const { http, dns } = options
      return {
        httpAddress: http === null ? null : `${http.host}:${http.port}`,
        dnsAddress: dns === null ? null : `${dns.host}:${dns.port}`,
        close: async () => {
          asked.events.push('close registry')
        },
      }
    },
    connect: async (address, options) => {
      asked.connects.push([address, options])
      world.refuse?.()
      return fakeClient(world, asked)
    },
    joinEcho: async (_address, options, route) => {
      asked.events.push(`join ${options.name ?? ''} ${route.replace(/\d+$/, 'PID')}`)
      return {
        leave: async () => {
          asked.events.push('leave')
        },
      }
    },
    onStopSignal: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onReloadSignal: (listener) => {
      hangUps.add(listener)
      return () => hangUps.delete(listener)
    },
    openSupervisor: () => ({
      supervisor:
        world.supervisor === undefined
          ? null
          : { ...world.supervisor, notify: (text) => asked.notified.push(text) },
      warning: null,
    }),
    exitNow: (code) => asked.events.push(`exit ${code}`),
  }
  return {
    asked,
    exitCode: runCli(args, context),
    stdout: () => Buffer.concat(out).toString(),
    stdoutBytes: () => Buffer.concat(out),
    stderr: () => Buffer.concat(err).toString(),
    stop: () => {
      for (const listener of listeners) listener()
    },
    hangUp: () => {
      for (const listener of hangUps) listener()
    },
    listenerCount: () => listeners.size + hangUps.size,
  }
}

/** Throws what `connect` throws where no center is. */
export function noCenter(): never {
  throw centerError('ERR_NO_CENTER', { address: '/run/x.sock', reason: 'ENOENT' })
}

function fakeCenter(world: FakeWorld, asked: Asked) {
  return {
    name: 'default',
    pipe: '/run/user/0/signalbox/default.sock',
    stationAddress: world.stationAddress ?? null,
    httpAddress: world.httpAddress ?? null,
    srsrAddress: null,
    dnsAddress: null,
    httpEngine: world.httpAddress === undefined ? null : 'node',
    sersAddresses: [],
    httpEngineReason: world.httpAddress === undefined ? null : 'it was asked for',
    options: { http: { tlsFiles: null } },
    accounts: {
      madeSecret: world.madeSecret ?? null,
      issueLoginToken: (id: string) => `token-of-${id}`,
    },
    reload: (options: CenterOptions) => {
      asked.reloads.push(options)
      return world.reload?.() ?? { changed: [], needsRestart: [] }
    },
    isAlive: async () => world.isAlive?.() ?? true,
    ended: world.ended ?? new Promise<void>(() => {}),
    drain: async () => {
      asked.events.push('drain')
      return (await world.drain?.()) ?? 0
    },
    close: async () => {
      asked.events.push('close')
    },
  }
}

function fakeGateway(asked: Asked): CliGateway {
  return {
    address: '127.0.0.1:8080',
    engine: 'uws',
    engineReason: 'it is the faster one',
    reload: async ({ cors = [] }) => {
      asked.events.push(`reload ${cors.join(',')}`)
      return { changed: ['http.cors'], needsRestart: ['http.workers'] }
    },
    reopenLog: () => asked.events.push('reopen'),
    close: async () => {
      asked.events.push('close')
    },
  }
}

function fakeClient(world: FakeWorld, asked: Asked): CliClient {
  return {
    call: async (route, body, options) => {
      asked.calls.push([route, body, options])
      return world.answer?.(route, options)
    },
    publish: async (topic, message) => {
      asked.published.push([topic, message])
    },
    subscribe: (topic, handler, options) => {
      asked.events.push(`subscribe ${topic} ${options.group ?? '-'}`)
      void deliver(world, (message) => handler(message, topic))
      return async () => {}
    },
    messagesLostCount: world.messagesLostCount ?? 0,
    close: async () => {
      asked.events.push('disconnect')
    },
  }
}

async function deliver(world: FakeWorld, take: (message: unknown) => unknown): Promise<void> {
  for (const message of world.messages ?? []) await take(message)
}

function collect(chunks: Buffer[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  // In two parts, that end inside a character if it has several bytes.
  const bytes = Buffer.from(text)
  yield bytes.subarray(0, bytes.length >> 1)
  yield bytes.subarray(bytes.length >> 1)
}
