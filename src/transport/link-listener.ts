// Where stations knock: the center's pipe and its TCP or TLS address. Runs in the dispatch worker, so that a dead
// peer is noticed where its calls are. It checks who knocks; whether there is room for one more is asked of the owner.

import { createHash, timingSafeEqual } from 'node:crypto'
import { lstatSync, unlinkSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import { CenterError, centerError, errorBodyOf } from '../base/errors.js'
import { kHeartbeatMs, kHelloTimeoutMs, kLeaseMs, kUnknownConnectionsMax } from '../base/limits.js'
import { loadNative, type NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import { type Carrier, type ControlMessage, kProtocolVersion } from '../wire/control.js'
import { ensurePipeFolder, protectPipe } from './address.js'
import { controlFrame, kHandshakeBytesMax, readControlFrame } from './handshake.js'
import type { LinkEnd } from './link.js'
import { offerShmLink } from './shm-link.js'
import { openStreamLink } from './stream-link.js'

export type Hello = Extract<ControlMessage, { type: 'hello' }>

/** A place for one more link. */
export type LinkGrant = { readonly linkIndex: number; readonly generation: number }

export type ListenerOptions = {
  /** Name of the center. */
  readonly center: string
  /** Token that remote stations name, until {@link LinkListener.reload}; null: none is wanted. */
  readonly token: string | null
  readonly ringBytes: number
  readonly loop: ReaderLoop
}

export type ListenerEvents = {
  /** @throws CenterError when there is no room for a further link. */
  grant(hello: Hello): LinkGrant
  onLink(end: LinkEnd, hello: Hello, grant: LinkGrant): void
  onRefused(reason: string): void
}

type Knock = {
  readonly socket: Socket
  readonly isPipe: boolean
  bytes: Buffer
  timer: NodeJS.Timeout
}

export class LinkListener {
  readonly #options: ListenerOptions
  readonly #events: ListenerEvents
  readonly #servers: Server[] = []
  #tlsServer: TlsServer | null = null
  #token: string | null
  readonly #knocks = new Set<Knock>()

  constructor(options: ListenerOptions, events: ListenerEvents) {
    this.#options = options
    this.#token = options.token
    this.#events = events
  }

  /**
   * Listens on a pipe that only this user may use.
   *
   * @throws CenterError ERR_CENTER_RUNS, ERR_UNSAFE_DIRECTORY.
   */
  async listenPipe(path: string): Promise<void> {
    ensurePipeFolder(path)
    if (await isAnswered(path)) throw centerError('ERR_CENTER_RUNS', { address: path })
    const server = createServer((socket) => this.#onConnection(socket, true))
    removeStaleSocket(path)
    await listening(server, { path }, (error) => this.#events.onRefused(error.message))
    protectPipe(path)
    this.#servers.push(server)
  }

  /** Listens on TCP, or TLS where a certificate is given. @returns the address that is bound, as host:port. */
  async listenTcp(
    host: string,
    port: number,
    tls: { cert: string; key: string } | null,
  ): Promise<string> {
    const onConnection = (socket: Socket) => this.#onConnection(socket, false)
    this.#tlsServer =
      tls === null
        ? null
        : createTlsServer({ ...tls, handshakeTimeout: kHelloTimeoutMs }, onConnection)
    const server = this.#tlsServer ?? createServer(onConnection)
    server.on('tlsClientError', (error: Error, stranger: Socket) => {
      stranger.destroy() // Node leaves it open when its handshake takes too long
      this.#events.onRefused(error.message)
    })
    await listening(server, { host, port }, (error) => this.#events.onRefused(error.message))
    this.#servers.push(server)
    const bound = server.address()
    if (!isInternet(bound)) throw new Error(`no address is bound for ${host}:${port}`)
    return bound.family === 'IPv6'
      ? `[${bound.address}]:${bound.port}`
      : `${bound.address}:${bound.port}`
  }

  /**
   * Takes another token and another certificate for those that knock from now on. Links that are open stay.
   *
   * @param tls was found to be good; ignored where the listener does not speak TLS.
   */
  reload(token: string | null, tls: { cert: string; key: string } | null): void {
    this.#token = token
    if (tls !== null) this.#tlsServer?.setSecureContext(tls)
  }

  /** Takes no further connection. Links that are open stay. */
  close(): void {
    for (const server of this.#servers) server.close()
    for (const knock of this.#knocks) this.#drop(knock)
  }

  #onConnection(socket: Socket, isPipe: boolean): void {
    // The oldest goes: whoever means it says hello at once, and idle strangers keep nobody out. Strangers of the network
    // do not count against the pipe.
    const same = [...this.#knocks].filter((other) => other.isPipe === isPipe)
    if (same.length >= kUnknownConnectionsMax) {
      this.#drop(same[0], `more than ${kUnknownConnectionsMax} connections without a hello`)
    }
    const timer = setTimeout(
      () => this.#drop(knock, `no hello within ${kHelloTimeoutMs} ms`),
      kHelloTimeoutMs,
    )
    const knock: Knock = { socket, isPipe, bytes: Buffer.alloc(0), timer }
    this.#knocks.add(knock)
    socket.on('data', (chunk: Buffer) => this.#onData(knock, chunk))
    socket.on('error', () => this.#drop(knock))
    socket.on('close', () => this.#drop(knock))
  }

  #onData(knock: Knock, chunk: Buffer): void {
    knock.bytes = Buffer.concat([knock.bytes, chunk])
    try {
      const read = readControlFrame(knock.bytes)
      if (read === null) {
        if (knock.bytes.length > kHandshakeBytesMax) {
          throw centerError('ERR_PROTOCOL', { rule: `a hello is over ${kHandshakeBytesMax} bytes` })
        }
        return
      }
      this.#forget(knock)
      if (read.message.type !== 'hello')
        throw centerError('ERR_PROTOCOL', { rule: 'a connection begins with hello' })
      this.#welcome(knock, read.message, knock.bytes.subarray(read.taken))
    } catch (error) {
      this.#refuse(knock, error)
    }
  }

  #welcome(knock: Knock, hello: Hello, early: Buffer): void {
    const { socket } = knock
    const peer = this.#check(knock, hello)
    const grant = this.#events.grant(hello)
    const loaded = loadNative()
    if (hello.carrier === 'shm' && loaded.ok && peer !== null) {
      const end = this.#openShm(loaded.native, socket, peer.descriptor, peer.pid, grant)
      this.#events.onLink(end, hello, grant)
      return
    }
    const refusal = loaded.ok ? 'only the pipe carries descriptors' : loaded.reason
    const notice = hello.carrier === 'shm' ? refusal : ''
    const carrier: Carrier = knock.isPipe ? 'pipe' : 'tcp'
    socket.write(controlFrame(this.#welcomeMessage(carrier, grant, notice)))
    const { ringBytes, loop } = this.#options
    const end = openStreamLink(socket, carrier, ringBytes, early, loop, knock.isPipe ? 0 : kLeaseMs)
    this.#events.onLink(end, { ...hello, carrier }, grant)
  }

  /** @returns the kernel's word on a pipe's peer; null where there is none. @throws CenterError when it may not join. */
  #check(knock: Knock, hello: Hello): { descriptor: number; pid: number } | null {
    if (hello.protocol !== kProtocolVersion) {
      throw centerError('ERR_VERSION', { version: hello.protocol, expected: kProtocolVersion })
    }
    if (!knock.isPipe) {
      if (this.#token !== null && !isSameSecret(this.#token, hello.token))
        throw centerError('ERR_TOKEN', { name: hello.name })
      return null
    }
    const loaded = loadNative()
    const descriptor = descriptorOf(knock.socket)
    if (!loaded.ok || descriptor === undefined) return null // the folder's mode keeps other users out
    const { uid, pid } = loaded.native.peerCredentials(descriptor)
    const user = process.geteuid?.()
    if (user !== undefined && uid !== user) {
      throw centerError('ERR_REFUSED', { reason: `user ${uid} is not the center's user ${user}` })
    }
    return { descriptor, pid }
  }

  #openShm(
    native: NativeAddon,
    socket: Socket,
    descriptor: number,
    peerPid: number,
    grant: LinkGrant,
  ): LinkEnd {
    const { ringBytes, loop } = this.#options
    socket.removeAllListeners()
    const offer = offerShmLink(native, socket, ringBytes, grant.generation, peerPid, loop)
    try {
      const welcome = controlFrame(this.#welcomeMessage('shm', grant, ''))
      const sent = native.pipeSend(descriptor, welcome, [...offer.passed])
      if (sent !== welcome.length)
        throw centerError('ERR_REFUSED', { reason: 'the pipe took only a part' })
    } catch (error) {
      offer.end.close()
      throw error
    } finally {
      for (const passed of offer.passed) native.descriptorClose(passed)
    }
    return offer.end
  }

  #welcomeMessage(carrier: Carrier, grant: LinkGrant, notice: string): ControlMessage {
    const { center, ringBytes } = this.#options
    const { linkIndex, generation } = grant
    const common = {
      protocol: kProtocolVersion,
      center,
      ringBytes,
      leaseMs: kLeaseMs,
      heartbeatMs: kHeartbeatMs,
    }
    return { type: 'welcome', linkIndex, generation, carrier, notice, ...common }
  }

  #refuse(knock: Knock, error: unknown): void {
    this.#forget(knock)
    const body = errorBodyOf(error, 'hello')
    this.#events.onRefused(error instanceof CenterError ? error.message : String(error))
    if (!knock.socket.destroyed) knock.socket.end(controlFrame({ type: 'refused', error: body }))
    // A peer that does not read its refusal is not waited for.
    const timer = setTimeout(() => knock.socket.destroy(), kHelloTimeoutMs)
    knock.socket.on('error', () => knock.socket.destroy())
    knock.socket.on('close', () => clearTimeout(timer))
    knock.socket.resume()
  }

  #drop(knock: Knock, reason?: string): void {
    this.#forget(knock)
    knock.socket.destroy()
    if (reason !== undefined) this.#events.onRefused(reason)
  }

  #forget(knock: Knock): void {
    clearTimeout(knock.timer)
    this.#knocks.delete(knock)
    knock.socket.removeAllListeners('data')
    knock.socket.removeAllListeners('error')
    knock.socket.removeAllListeners('close')
    knock.socket.pause()
    knock.socket.on('error', () => knock.socket.destroy())
  }
}

/** The system's number of a socket. Node has no public name for it; without it shared memory is refused. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle')
  if (typeof handle !== 'object' || handle === null) return undefined
  const descriptor: unknown = Reflect.get(handle, 'fd')
  return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : undefined
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    // A full backlog or a foreign owner is somebody, too; only these two mean nobody.
    socket.once('error', (error) =>
      resolve(!isCode(error, 'ENOENT') && !isCode(error, 'ECONNREFUSED')),
    )
  })
}

/** A center that was killed leaves its socket's name behind. Anything else at the path is not ours to remove. */
function removeStaleSocket(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isSocket()) {
    const rule = 'there is something that is no socket; name another path'
    throw centerError('ERR_BAD_ARGUMENT', { name: 'pipe', value: path, rule })
  }
  unlinkSync(path)
}

function listening(
  server: Server,
  where: { path: string } | { host: string; port: number },
  onError: (error: Error) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      // Accepting may fail later, for want of descriptors: that costs one connection, not the center.
      server.on('error', onError)
      resolve()
    })
  })
}

function isInternet(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

function isSameSecret(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(expected), digest(given))
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === code
}
