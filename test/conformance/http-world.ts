// A server of an engine with a handler of the test's, and a client that writes and reads bytes.

import { connect, type Socket } from 'node:net'
import type { ExecutionContext } from 'ava'
import { kHttpLimitsDefault } from '../../src/http/http-limits.js'
import type {
  HttpEngine,
  HttpHandlers,
  HttpLimits,
  HttpServer,
  HttpServerOptions,
} from '../../src/http/http-server.js'
import { openHttpServer } from '../../src/http/open-server.js'
import { until } from '../support/until.js'

/** Most milliseconds of a drain in a test; what is open by then is cut. */
const kCloseMs = 200

export type HttpWorld = { readonly server: HttpServer; readonly base: string }

export type HttpWorldOptions = Partial<HttpHandlers> &
  Partial<Omit<HttpServerOptions, 'handlers' | 'limits'>> & {
    readonly limits?: Partial<HttpLimits>
  }

/** A body for every refusal, so that tests can see that the engine asked for it. */
export function refusalBody(status: number, detail: string): string {
  return JSON.stringify({ status, detail })
}

/** Opens a server that the test closes at its end. Without a handler each request is answered with 404. */
export async function openHttp(
  t: ExecutionContext,
  engine: HttpEngine,
  options: HttpWorldOptions,
): Promise<HttpWorld> {
  const { limits, onRequest, onUpgrade, host = '127.0.0.1', port = 0, tls = null } = options
  const { server } = await openHttpServer(engine, {
    host,
    port,
    tls,
    isShared: options.isShared ?? false,
    limits: { ...kHttpLimitsDefault, ...limits },
    handlers: {
      onRequest: onRequest ?? ((_request, response) => response.send(404, [], '')),
      onUpgrade: onUpgrade ?? (() => ({ status: 404, headers: [], body: '' })),
      refusalBody,
    },
  })
  t.teardown(() => server.close(kCloseMs))
  const scheme = tls === null ? 'http' : 'https'
  return { server, base: `${scheme}://${host}:${server.port}` }
}

/** A connection whose bytes the test writes and reads. */
export class RawClient {
  readonly socket: Socket
  #text = ''
  #isClosed = false

  constructor(t: ExecutionContext, { server }: HttpWorld) {
    this.socket = connect(server.port, server.host)
    this.socket.setNoDelay(true)
    this.socket.on('data', (data) => {
      this.#text += data.toString('latin1')
    })
    this.socket.on('error', () => {}) // 'close' follows
    this.socket.on('close', () => {
      this.#isClosed = true
    })
    this.socket.on('end', () => {
      this.#isClosed = true
    })
    t.teardown(() => this.socket.destroy())
  }

  get text(): string {
    return this.#text
  }

  /** True when the server has ended the connection. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Statuses of the answers so far. */
  get statuses(): readonly number[] {
    return [...this.#text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes)
  }

  get(target: string, fields = ''): void {
    this.send(`GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`)
  }

  /** Resolves when the text so far holds this. */
  async has(text: string): Promise<void> {
    await until(() => this.#text.includes(text))
  }

  async closed(): Promise<void> {
    await until(() => this.#isClosed)
  }
}
