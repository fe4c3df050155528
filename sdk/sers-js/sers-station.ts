// A station of Sers for Node and for browsers: one file without imports, over WebSocket. See README.md beside it.

/** What this file wants of a WebSocket: that of browsers, of Node 22, and of the package `ws`. */
export type SocketLike = {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array): void
  close(): void
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void
}

export type StationOptions = {
  /** For example `ws://127.0.0.1:4503`. */
  readonly url: string
  readonly secret: string
  /** serviceStationName. */
  readonly name: string
  readonly version?: string
  /** Where there is no global one: Node before 22. */
  readonly WebSocket?: new (
    url: string,
  ) => SocketLike
  /** Milliseconds that a call may take; default 300,000. */
  readonly timeoutMs?: number
  /** Told of each connection and each loss. */
  readonly onState?: (state: 'joined' | 'lost' | 'refused', reason: string) => void
}

/** SsError of Sers. */
export type SsError = {
  readonly errorCode?: number
  readonly errorMessage?: string
  readonly errorTag?: string
  readonly errorDetail?: unknown
}

/** A call that failed; a handler may throw one, too. */
export class SersError extends Error {
  readonly ssError: SsError
  constructor(ssError: SsError) {
    super(ssError.errorMessage ?? 'the call failed')
    this.ssError = ssError
  }
}

/** What a handler may return where a value alone does not say it. */
export class SersReply {
  readonly value: unknown
  readonly more: ReplyOptions
  constructor(value: unknown, more: ReplyOptions) {
    this.value = value
    this.more = more
  }
}

export type ReplyOptions = {
  /** HTTP status that a gateway answers with. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Files behind the value; bytes go as they are. */
  readonly files?: readonly unknown[]
}

/** RpcContextData. */
export type RpcData = {
  readonly route?: string
  readonly caller?: {
    readonly rid?: string
    readonly source?: string
    readonly callStack?: readonly string[]
  }
  readonly http?: {
    readonly url?: string
    readonly method?: string
    readonly statusCode?: number
    readonly headers?: Readonly<Record<string, string>>
  }
  readonly error?: SsError
  readonly user?: unknown
}

/** What a handler is given beside the value. */
export type StationCall = {
  readonly rpc: RpcData
  readonly value: Uint8Array
  readonly files: readonly Uint8Array[]
}

/** Answers with a JSON value, or a {@link SersReply}; bytes go as they are. */
export type Handler = (argument: unknown, call: StationCall) => unknown

export type CallOptions = {
  readonly method?: string
  readonly source?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly callStack?: readonly string[]
  /** Files behind the argument; bytes go as they are. */
  readonly files?: readonly unknown[]
  readonly timeoutMs?: number
}

export type ApiDescription = {
  readonly name?: string
  readonly description?: string
  readonly [member: string]: unknown
}

type Offer = {
  readonly route: string
  readonly method: string
  readonly description: ApiDescription
  readonly handler: Handler
}
type Waiting = {
  settle(payload: Uint8Array): void
  fail(error: Error): void
  readonly timer: ReturnType<typeof setTimeout>
}

const kBeat = 'Sers.Mq.Socket.v1'
const kBeatMs = 10_000
const kSilenceMs = 40_000
const kRetryMinMs = 250
const kRetryMaxMs = 10_000
const kFrameBytesMax = 64 * 1024 * 1024
const kWaitingMax = 65_536
const kTitlesMax = 10_000
const kOpen = 1
const encoder = new TextEncoder()
const decoder = new TextDecoder()
const kNothing = new Uint8Array(0)

export class SersStation {
  readonly #options: StationOptions
  readonly #offers: Offer[] = []
  readonly #titles = new Map<string, Set<(body: Uint8Array, title: string) => void>>()
  readonly #waiting = new Map<number, Waiting>()
  #socket: SocketLike | null = null
  #rest: Uint8Array = kNothing
  #nextKey = 100
  #isRunning = false
  #tries = 0
  #heardMs = 0
  #beating: ReturnType<typeof setInterval> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #onJoined: (() => void)[] = []

  constructor(options: StationOptions) {
    this.#options = options
  }

  /**
   * Offers a route.
   *
   * @param route `METHOD /path`, or `/path` for every method; a path that ends with `*` takes all below it.
   */
  route(route: string, handler: Handler, description: ApiDescription = {}): this {
    const space = route.indexOf(' ')
    const method = space < 0 ? '' : route.slice(0, space)
    this.#offers.push({ route: route.slice(space + 1), method, description, handler })
    return this
  }

  /** Takes the messages of a title. @returns ends the subscription. */
  subscribe(title: string, listener: (body: Uint8Array, title: string) => void): () => void {
    const known = this.#titles.get(title)
    if (known === undefined && this.#titles.size >= kTitlesMax) throw new Error('too many titles')
    const listeners = known ?? new Set()
    this.#titles.set(title, listeners)
    if (listeners.size === 0) this.#order(1, title)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      this.#titles.delete(title)
      this.#order(2, title)
    }
  }

  /** Publishes a message: bytes as they are, text as UTF-8, anything else as JSON. */
  publish(title: string, body: unknown = ''): void {
    this.#order(0, title, bytesOf(body))
  }

  /** Connects, and connects again whenever the connection is lost. Resolves when the station is registered first. */
  start(): Promise<void> {
    this.#isRunning = true
    const joined = new Promise<void>((resolve) => this.#onJoined.push(resolve))
    if (this.#socket === null) this.#connect()
    return joined
  }

  stop(): void {
    this.#isRunning = false
    clearTimeout(this.#retry)
    this.#socket?.close()
    this.#lost('it was stopped')
  }

  /** Calls a route. Resolves with the JSON value of its reply; rejects with a {@link SersError}. */
  async call(route: string, argument?: unknown, options: CallOptions = {}): Promise<unknown> {
    const { value } = await this.request(route, argument, options)
    return parsed(value)
  }

  /** The same, for those who want all of the reply. */
  async request(
    route: string,
    argument?: unknown,
    options: CallOptions = {},
  ): Promise<StationCall> {
    const { method, headers, callStack, source = 'Internal', files: more = [] } = options
    const rpc = {
      route,
      caller: { rid: newRid(), source, ...(callStack === undefined ? {} : { callStack }) },
      http: {
        url: route,
        ...(method === undefined ? {} : { method }),
        ...(headers === undefined ? {} : { headers }),
      },
    }
    const value = argument === undefined ? kNothing : bytesOf(argument)
    const files = [bytesOf(rpc), value, ...more.map(bytesOf)]
    const reply = partsOf(await this.#ask(filesPayload(files), options.timeoutMs))
    const { error } = reply.rpc
    if (error !== undefined && error !== null) throw new SersError(error)
    return reply
  }

  // ---- the connection

  #connect(): void {
    const Socket =
      this.#options.WebSocket ??
      (globalThis as { WebSocket?: StationOptions['WebSocket'] }).WebSocket
    if (Socket === undefined) throw new Error('there is no WebSocket; name one in the options')
    const socket = new Socket(this.#options.url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    this.#rest = kNothing
    const isNow = () => this.#socket === socket
    socket.addEventListener('open', () => {
      if (isNow()) void this.#join()
    })
    socket.addEventListener('message', ({ data }) => {
      if (isNow() && data instanceof ArrayBuffer) this.#take(new Uint8Array(data))
    })
    socket.addEventListener('error', () => {}) // 'close' follows
    socket.addEventListener('close', () => {
      if (isNow()) this.#lost('the connection closed')
    })
  }

  async #join(): Promise<void> {
    const { secret, name, version = '1', onState } = this.#options
    try {
      const answer = decoder.decode(await this.#ask(encoder.encode(secret)))
      if (answer !== 'true') {
        onState?.('refused', 'the secret is wrong')
        this.#socket?.close()
        return
      }
      for (const title of this.#titles.keys()) this.#order(1, title)
      const apiNodes = this.#offers.map(({ route, method, description }) => ({
        apiDesc: {
          route,
          ...description,
          ...(method === '' ? {} : { extendConfig: { httpMethod: method } }),
        },
      }))
      const serviceStationInfo = { serviceStationName: name, stationVersion: version }
      await this.call('/_sys_/serviceStation/regist', {
        serviceStationInfo,
        deviceInfo: {},
        apiNodes,
      })
      this.#tries = 0
      this.#heardMs = Date.now()
      clearInterval(this.#beating)
      this.#beating = setInterval(() => this.#beat(), kBeatMs)
      onState?.('joined', '')
      for (const resolve of this.#onJoined.splice(0)) resolve()
    } catch (error) {
      onState?.('refused', String(error))
      this.#socket?.close()
    }
  }

  #lost(reason: string): void {
    clearInterval(this.#beating)
    const hadSocket = this.#socket !== null
    this.#socket = null
    for (const [key, { fail, timer }] of this.#waiting) {
      clearTimeout(timer)
      this.#waiting.delete(key)
      fail(
        new SersError({ errorCode: 503, errorMessage: reason, errorDetail: { retryable: true } }),
      )
    }
    if (hadSocket) this.#options.onState?.('lost', reason)
    if (!this.#isRunning || !hadSocket) return
    const waitMs = Math.min(kRetryMaxMs, kRetryMinMs * 2 ** Math.min(this.#tries++, 6))
    this.#retry = setTimeout(() => this.#connect(), waitMs * (0.5 + Math.random() / 2))
  }

  #beat(): void {
    if (Date.now() - this.#heardMs > kSilenceMs) this.#socket?.close()
    else this.#send(1, 1, keyBytes(this.#nextKey++), encoder.encode(kBeat))
  }

  #ask(payload: Uint8Array, timeoutMs = this.#options.timeoutMs ?? 300_000): Promise<Uint8Array> {
    if (this.#waiting.size >= kWaitingMax) {
      return Promise.reject(new SersError({ errorCode: 429, errorMessage: 'Too Many Requests' }))
    }
    const key = this.#nextKey++ >>> 0
    return new Promise((settle, fail) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(key)
        fail(new SersError({ errorCode: 408, errorMessage: 'Request Timeout' }))
      }, timeoutMs)
      this.#waiting.set(key, { settle, fail, timer })
      if (this.#send(1, 0, keyBytes(key), payload)) return
      clearTimeout(timer)
      this.#waiting.delete(key)
      fail(
        new SersError({
          errorCode: 503,
          errorMessage: 'not connected',
          errorDetail: { retryable: true },
        }),
      )
    })
  }

  #order(op: number, title: string, body?: Uint8Array): void {
    const files = [Uint8Array.of(op), encoder.encode(title), ...(body === undefined ? [] : [body])]
    this.#send(3, 0, kNothing, filesPayload(files))
  }

  #send(type: number, sub: number, key: Uint8Array, payload: Uint8Array): boolean {
    const socket = this.#socket
    if (socket === null || socket.readyState !== kOpen) return false
    socket.send(
      joined([intBytes(2 + key.length + payload.length), Uint8Array.of(type, sub), key, payload]),
    )
    return true
  }

  // ---- what comes

  #take(chunk: Uint8Array): void {
    this.#heardMs = Date.now()
    let rest = this.#rest.length === 0 ? chunk : joined([this.#rest, chunk])
    while (rest.length >= 4) {
      const length = intAt(rest, 0)
      if (length < 0 || length > kFrameBytesMax) {
        this.#socket?.close()
        return
      }
      if (rest.length < 4 + length) break
      this.#onFrame(rest.subarray(4, 4 + length))
      rest = rest.subarray(4 + length)
    }
    this.#rest = rest.slice()
  }

  #onFrame(frame: Uint8Array): void {
    const [type, sub] = frame
    if (type === 3) this.#onMessage(frame.subarray(2))
    if (frame.length < 10) return
    const key = frame.slice(2, 10)
    const payload = frame.slice(10)
    if (type === 1 && sub === 1) {
      const isBeat = decoder.decode(payload) === kBeat
      this.#send(2, 0, key, isBeat ? payload : encoder.encode('error'))
    } else if (type === 1 && sub === 0) void this.#onCall(key, payload)
    else if (type === 2) {
      const number = intAt(key, 0) >>> 0
      const waiting = this.#waiting.get(number)
      if (waiting === undefined) return
      this.#waiting.delete(number)
      clearTimeout(waiting.timer)
      waiting.settle(payload)
    }
  }

  #onMessage(payload: Uint8Array): void {
    const [, title = kNothing, body = kNothing] = filesOf(payload)
    const name = decoder.decode(title)
    for (const listener of this.#titles.get(name) ?? []) listener(body.slice(), name)
  }

  async #onCall(key: Uint8Array, payload: Uint8Array): Promise<void> {
    let reply: readonly Uint8Array[]
    try {
      const call = partsOf(payload)
      const { route = '', http } = call.rpc
      const method = (http?.method ?? '').toUpperCase()
      const fits = this.#offers.filter((offer) => offer.route === route)
      const offer =
        fits.find((one) => one.method.toUpperCase() === method) ??
        fits.find((one) => one.method === '')
      if (offer === undefined) throw new SersError({ errorCode: 404, errorMessage: 'Not Found' })
      reply = replyFiles(await offer.handler(parsed(call.value), call))
    } catch (thrown) {
      reply = errorFiles(
        thrown instanceof SersError ? thrown.ssError : { errorMessage: String(thrown) },
      )
    }
    this.#send(2, 0, key, filesPayload(reply))
  }
}

function replyFiles(answer: unknown): Uint8Array[] {
  const isReply = answer instanceof SersReply
  const value = isReply ? answer.value : answer
  const { status, headers, files = [] } = isReply ? answer.more : {}
  const http = {
    ...(status === undefined ? {} : { statusCode: status }),
    ...(headers === undefined ? {} : { headers }),
  }
  return [
    Object.keys(http).length === 0 ? kNothing : bytesOf({ http }),
    value === undefined ? bytesOf({ success: true }) : bytesOf(value),
    ...files.map(bytesOf),
  ]
}

function errorFiles(error: SsError): Uint8Array[] {
  const headers = {
    'Content-Type': 'application/json; charset=UTF-8',
    responseState: 'fail',
    responseError_Base64: btoa(String.fromCharCode(...encoder.encode(JSON.stringify(error)))),
  }
  const { errorCode } = error
  const http = { ...(errorCode === undefined ? {} : { statusCode: errorCode }), headers }
  return [bytesOf({ caller: {}, http, error }), bytesOf({ success: false, error })]
}

function partsOf(payload: Uint8Array): StationCall {
  const [first = kNothing, value = kNothing, ...files] = filesOf(payload)
  const rpc = first.length === 0 ? {} : parsed(first)
  return { rpc: typeof rpc === 'object' && rpc !== null ? rpc : {}, value, files }
}

/** JSON, or the bytes where it is none. */
function parsed(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return bytes
  }
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  return encoder.encode(typeof value === 'string' ? value : JSON.stringify(value))
}

function filesOf(payload: Uint8Array): Uint8Array[] {
  const files: Uint8Array[] = []
  for (let at = 0; payload.length - at >= 4; ) {
    const length = intAt(payload, at)
    if (length < 0 || length > payload.length - at - 4) break
    files.push(payload.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return files
}

function filesPayload(files: readonly Uint8Array[]): Uint8Array {
  return joined(files.flatMap((file) => [intBytes(file.length), file]))
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function intAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true)
}

function intBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}

function keyBytes(key: number): Uint8Array {
  return joined([intBytes(key | 0), new Uint8Array(4)])
}

/** 32 hexadecimal digits. */
function newRid(): string {
  let rid = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(16)))
    rid += byte.toString(16).padStart(2, '0')
  return rid
}
