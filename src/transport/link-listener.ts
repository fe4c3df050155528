// Where stations knock: the center's pipe and its TCP or TLS address. Runs in the dispatch worker, so that a dead
// peer is noticed where its calls are. It checks who knocks; whether there is room for one more is asked of the owner.

import { createHash, timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import { CenterError, centerError, errorBodyOf } from '../base/errors.js'
import { kHeartbeatMs, kHelloTimeoutMs, kLeaseMs, kUnknownConnectionsMax } from '../base/limits.js'
import { loadNative, type NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import { type Carrier, type ControlMessage, kProtocolVersion } from '../wire/control.js'
import { ensurePipeFolder, protectPipe } from './address.js'
import { controlFrame, kHandshakeBytesMax, readControlFrame } from './handshake.js'
import type { LinkEnd, LinkPlace } from './link.js'
import { dropPair, type PairPlan, shmPair } from './pair-plan.js'
import { claimPipe, freshNameOf, type PipeClaim } from './pipe-claim.js'
import { offerShmLink, offerShmPair } from './shm-link.js'
import { openStreamLink } from './stream-link.js'

export type Hello = Extract<ControlMessage, { type: 'hello' }>

/** A place for one more link. */
export type LinkGrant = LinkPlace & { readonly linkIndex: number; readonly generation: number }

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
  /** @param pairs of the link with the other dispatchers, in their order; none for a stream. The taker owns them. */
  onLink(end: LinkEnd, hello: Hello, grant: LinkGrant, pairs: readonly PairPlan[]): void
  onRefused(reason: string): void
}

/** What the kernel says of a pipe's peer. */
type KnownPeer = { readonly descriptor: number; readonly pid: number }

/** A connection without a link: in its TLS handshake, before its hello, or reading its refusal. */
type Knock = {
  /** What is spoken through; during a TLS handshake the bare connection below it. */
  socket: Socket
  readonly isPipe: boolean
  /** Both ends of a connection of the network: what a TLS socket and the connection below it have in common. */
  readonly ends: string
  bytes: Buffer
  timer: NodeJS.Timeout
  readonly onData: (chunk: Buffer) => void
  readonly onGone: () => void
}

export class LinkListener {
  readonly #options: ListenerOptions
  readonly #events: ListenerEvents
  readonly #servers: Server[] = []
  #claim: PipeClaim | null = null
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
   * @returns true when a center had this pipe before, whether it ended or was killed.
   * @throws CenterError ERR_CENTER_RUNS, ERR_UNSAFE_DIRECTORY, ERR_BAD_ARGUMENT when the path is taken by no socket.
   */
  async listenPipe(path: string): Promise<boolean> {
    ensurePipeFolder(path)
    const fresh = freshNameOf(path)
    const server = createServer((socket) => this.#onConnection(socket, true))
    this.#servers.push(server)
    await listening(server, { path: fresh }, (error) => this.#events.onRefused(error.message))
    this.#claim = await claimPipe(path, fresh)
    protectPipe(path)
    return this.#claim.isSuccessor
  }

  /** Listens on TCP, or TLS where a certificate is given. @returns the address that is bound, as host:port. */
  async listenTcp(
    host: string,
    port: number,
    tls: { cert: string; key: string } | null,
  ): Promise<string> {
    this.#tlsServer = tls === null ? null : this.#secureServer(tls)
    const server = this.#tlsServer ?? createServer((socket) => this.#onConnection(socket, false))
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
    this.#claim?.release()
    for (const server of this.#servers) server.close()
    for (const knock of this.#knocks) this.#drop(knock)
  }

  // A handshake counts and is timed from the first byte of the connection, or strangers could keep any number open.
  #secureServer(tls: { cert: string; key: string }): TlsServer {
    const server = createTlsServer(tls)
    const knockOf = (socket: Socket) => {
      const ends = endsOf(socket)
      return [...this.#knocks].find((knock) => !knock.isPipe && knock.ends === ends)
    }
    server.on('connection', (bare: Socket) => this.#admit(bare, false))
    server.on('secureConnection', (socket) => {
      const knock = knockOf(socket)
      if (knock === undefined) {
        socket.destroy() // dropped in its handshake
        return
      }
      this.#deafen(knock)
      knock.socket = socket
      this.#hear(knock)
    })
    server.on('tlsClientError', (error, socket) => {
      const knock = knockOf(socket)
      if (knock !== undefined) this.#drop(knock, error.message)
      socket.destroy()
    })
    return server
  }

  #onConnection(socket: Socket, isPipe: boolean): void {
    this.#hear(this.#admit(socket, isPipe))
  }

  /** Counts a connection from now on, and gives it its time. */
  #admit(socket: Socket, isPipe: boolean): Knock {
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
    const knock: Knock = {
      socket,
      isPipe,
      ends: isPipe ? '' : endsOf(socket),
      bytes: Buffer.alloc(0),
      timer,
      onData: (chunk) => this.#onData(knock, chunk),
      onGone: () => this.#drop(knock),
    }
    this.#knocks.add(knock)
    socket.on('error', knock.onGone)
    socket.on('close', knock.onGone)
    return knock
  }

  #hear({ socket, onData, onGone }: Knock): void {
    socket.off('error', onGone).on('error', onGone)
    socket.off('close', onGone).on('close', onGone)
    socket.on('data', onData)
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
    if (grant.dispatchers > 1 && !hello.takesBranches) {
      const reason = 'it is too old for a center with several dispatchers (dispatch.workers)'
      throw centerError('ERR_REFUSED', { reason })
    }
    const loaded = loadNative()
    if (hello.carrier === 'shm' && loaded.ok && peer !== null) {
      const { end, pairs } = this.#openShm(loaded.native, socket, peer, grant)
      this.#events.onLink(end, hello, grant, pairs)
      return
    }
    const refusal = loaded.ok ? 'only the pipe carries descriptors' : loaded.reason
    const notice = hello.carrier === 'shm' ? refusal : ''
    const carrier: Carrier = knock.isPipe ? 'pipe' : 'tcp'
    socket.write(controlFrame(this.#welcomeMessage(carrier, grant, notice)))
    const { ringBytes, loop } = this.#options
    const end = openStreamLink(socket, carrier, ringBytes, early, loop, knock.isPipe ? 0 : kLeaseMs)
    this.#events.onLink(end, { ...hello, carrier, takesLanes: false }, grant, [])
  }

  /** @returns the kernel's word on a pipe's peer; null where there is none. @throws CenterError when it may not join. */
  #check(knock: Knock, hello: Hello): KnownPeer | null {
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
    { descriptor, pid }: KnownPeer,
    grant: LinkGrant,
  ): { end: LinkEnd; pairs: PairPlan[] } {
    const { ringBytes, loop } = this.#options
    const { generation, dispatchers } = grant
    const pairs: PairPlan[] = []
    /** Descriptors that are nobody's here once they were passed. */
    const lent: number[] = []
    let end: LinkEnd | undefined
    try {
      const passed: number[] = []
      while (pairs.length < dispatchers - 1) {
        const offer = offerShmPair(native, ringBytes, generation, pid)
        pairs.push(shmPair(offer.plan))
        passed.push(...offer.passed)
        lent.push(...offer.passed.slice(1)) // the memory is the plan's
      }
      socket.removeAllListeners()
      const first = offerShmLink(native, socket, descriptor, ringBytes, generation, pid, loop)
      end = first.end
      lent.push(...first.passed)
      const welcome = controlFrame(this.#welcomeMessage('shm', grant, ''))
      const sent = native.pipeSend(descriptor, welcome, [...first.passed, ...passed])
      if (sent !== welcome.length)
        throw centerError('ERR_REFUSED', { reason: 'the pipe took only a part' })
      return { end, pairs }
    } catch (error) {
      end?.close()
      for (const pair of pairs) dropPair(pair)
      throw error
    } finally {
      for (const opened of lent) native.descriptorClose(opened)
    }
  }

  #welcomeMessage(carrier: Carrier, grant: LinkGrant, notice: string): ControlMessage {
    const { center, ringBytes } = this.#options
    const { linkIndex, generation, dispatchers } = grant
    const home = carrier === 'shm' ? grant.home : 0 // a stream is dispatcher 0's
    const common = {
      protocol: kProtocolVersion,
      center,
      ringBytes,
      leaseMs: kLeaseMs,
      heartbeatMs: kHeartbeatMs,
    }
    const place = { dispatchers, home }
    return { type: 'welcome', linkIndex, generation, carrier, notice, ...common, ...place }
  }

  // It counts until it is closed: whoever does not read its refusal must not stay beside the bound.
  #refuse(knock: Knock, error: unknown): void {
    const { socket } = knock
    const body = errorBodyOf(error, 'hello')
    this.#events.onRefused(error instanceof CenterError ? error.message : String(error))
    this.#deafen(knock)
    clearTimeout(knock.timer)
    if (socket.destroyed) {
      this.#knocks.delete(knock)
      return
    }
    this.#knocks.add(knock)
    knock.timer = setTimeout(knock.onGone, kHelloTimeoutMs)
    socket.on('error', knock.onGone)
    socket.on('close', knock.onGone)
    socket.end(controlFrame({ type: 'refused', error: body }))
    socket.resume()
  }

  #drop(knock: Knock, reason?: string): void {
    this.#forget(knock)
    knock.socket.destroy()
    if (reason !== undefined) this.#events.onRefused(reason)
  }

  #forget(knock: Knock): void {
    clearTimeout(knock.timer)
    this.#knocks.delete(knock)
    this.#deafen(knock)
    knock.socket.pause()
  }

  // Node listens to a connection below TLS, too: only what is ours is taken back.
  #deafen({ socket, onData, onGone }: Knock): void {
    socket.off('data', onData)
    socket.off('error', onGone)
    socket.off('close', onGone)
    socket.on('error', () => socket.destroy())
  }
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`
}

/** The system's number of a socket. Node has no public name for it; without it shared memory is refused. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle')
  if (typeof handle !== 'object' || handle === null) return undefined
  const descriptor: unknown = Reflect.get(handle, 'fd')
  return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : undefined
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
