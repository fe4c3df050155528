// What the gateway wants of an HTTP library. uws-server.ts and node-server.ts are the only places that know one.

import type { HeaderList } from '../wire/header-list.js'
import type { TlsArchive, TlsFiles } from './tls-files.js'

/** Engines by the names that `--http-engine` takes. */
export type HttpEngine = 'uws' | 'node'

/** Why a body did not arrive whole. */
export type BodyFailure = 'too-large' | 'too-slow' | 'aborted'

/** One request whose head is complete and was found strict. Valid until its response is over. */
export type HttpRequest = {
  /** As on the wire: GET, POST, … */
  readonly method: string
  /** Path and query as on the wire, in origin form; no fragment. */
  readonly target: string
  readonly headers: HeaderList
  /** Address of the peer; an IPv4 address in IPv6 clothes is written as IPv4. */
  readonly remoteAddress: string
  /** Port of the peer, and the address at which it came in; known to node alone. */
  readonly remotePort?: number
  readonly localAddress?: string
  readonly isTls: boolean
  /** Bytes of the body as declared: 0 for none, undefined where it comes in chunks. */
  readonly contentLength: number | undefined
  /** First value of a field, by its name in lower case. */
  header(name: string): string | undefined
  /**
   * Takes the whole body; called at most once, in the turn of onRequest, and never together with {@link stream}.
   *
   * @param bytesMax a longer body fails with 'too-large' as soon as that is known.
   * @param done is called once, perhaps before this returns; with 'aborted' just before {@link HttpResponse.onAborted} when
   *   the client goes first. Not called any more once an answer was given.
   */
  collect(bytesMax: number, done: (body: Uint8Array, failure: BodyFailure | null) => void): void
  /**
   * Takes the body as it comes; called at most once, in the turn of onRequest. A reader that does not ask for more slows
   * the client down. Throws {@link BodyError} when the body does not arrive whole.
   */
  stream(bytesMax: number): AsyncIterable<Uint8Array>
}

/** A streamed body that did not arrive whole. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly failure: BodyFailure

  constructor(failure: BodyFailure) {
    super(`the body is ${failure}`)
    this.failure = failure
  }
}

/** The answer to one request. Every method does nothing once it is over. */
export type HttpResponse = {
  /** True when the answer is complete, or the client is gone. */
  readonly isOver: boolean
  /** Called once when the client goes before the answer is complete. */
  onAborted: (() => void) | null
  /**
   * Answers at once. Content-Length, Date, Connection and the absence of a body where HTTP wants none (HEAD, 204, 304)
   * are the engine's affair.
   *
   * @param headers without Content-Length, Transfer-Encoding, Connection, Date.
   * @param headLength Content-Length of an answer to HEAD whose body is not here; default the length of `body`.
   */
  send(status: number, headers: HeaderList, body: Uint8Array | string, headLength?: number): void
  /** Begins an answer whose length nobody knows; parts follow, then {@link end}. With uws the head goes with the first part. */
  begin(status: number, headers: HeaderList): void
  /**
   * Writes a part; a view of bytes is the engine's until the answer is over.
   *
   * @returns false when more than a bound waits for the client: write on after {@link whenWritable}. A writer that goes on
   *   all the same until four times the bound waits has its connection broken.
   */
  write(part: Uint8Array | string): boolean
  /** Resolves when the client has taken what waited, or is gone. */
  whenWritable(): Promise<void>
  end(): void
  /** Breaks the connection, so that the client learns that the answer is not whole. */
  abort(): void
}

/** An open WebSocket. */
export type HttpSocket = {
  readonly remoteAddress: string
  /** @returns false when the message was not sent because more than the bound waits for the client. */
  send(message: Uint8Array | string): boolean
  /** Bytes that wait for the client. */
  readonly waitingBytes: number
  /** Says goodbye with a code (RFC 6455 §7.4) and a reason; what is over 123 bytes of it is cut off. */
  close(code: number, reason: string): void
}

/** What becomes of an upgrade that was accepted. */
export type SocketHandlers = {
  /** The subprotocol that was chosen, or undefined. */
  readonly protocol?: string
  onOpen(socket: HttpSocket): void
  onMessage(message: Uint8Array | string): void
  /** What waited has been taken. */
  onDrained(): void
  /** Called once; nothing is called after it. */
  onClosed(code: number, reason: string): void
}

/** An upgrade that was not accepted. */
export type UpgradeRefusal = {
  readonly status: number
  readonly headers: HeaderList
  readonly body: string
}

export type HttpHandlers = {
  onRequest(request: HttpRequest, response: HttpResponse): void
  /** A WebSocket handshake. Body methods of the request are not to be called. */
  onUpgrade(request: HttpRequest): SocketHandlers | UpgradeRefusal
  /** Body of an answer that the engine itself gives: strictness, caps, time limits. JSON. */
  refusalBody(status: number, detail: string): string
}

/** Bounds of a server; see docs/CONFIG.md. Milliseconds and bytes. */
export type HttpLimits = {
  readonly headBytesMax: number
  /** From the connection, or the first byte of a further head, to its end. */
  readonly headTimeoutMs: number
  /** Without a byte of a body. */
  readonly bodyTimeoutMs: number
  /** Of a connection between two requests. */
  readonly idleTimeoutMs: number
  readonly connectionsMax: number
  readonly connectionsPerAddressMax: number
  /** Bytes that may wait for a client before it counts as slow. */
  readonly waitingBytesMax: number
  /** Without a slow reader taking a byte. */
  readonly writeTimeoutMs: number
  /** Bytes of one message of a WebSocket; more closes it with 1009. */
  readonly socketMessageBytesMax: number
  /** Between two pings of a WebSocket; 15 s unless told. */
  readonly socketPingMs?: number
  /** Without a sign of life of a WebSocket's client, before it is cut; 60 s unless told. */
  readonly socketSilenceMs?: number
}

export type HttpServerOptions = {
  readonly host: string
  /** 0 takes any. */
  readonly port: number
  /** PEM files; with node also an archive. */
  readonly tls: TlsFiles | TlsArchive | null
  /** True when several servers of this process, one a thread, share the port. */
  readonly isShared: boolean
  /**
   * True when requests come through a proxy or from beyond this machine: two readers of one request, or an unknown sender.
   * `auto` then takes the engine that refuses all that docs/HTTP.md lists. Default false.
   */
  readonly isExposed?: boolean
  /** With node: takes HTTP/1.0, too, one request a connection and no chunks. Default false: it is answered with 505. */
  readonly speaksHttp10?: boolean
  readonly limits: HttpLimits
  readonly handlers: HttpHandlers
}

/** A listening server. */
export type HttpServer = {
  readonly engine: HttpEngine
  readonly host: string
  /** The port that was bound. */
  readonly port: number
  /** Connections that are open; with uws, which does not show them, requests on the way and WebSockets. */
  readonly connectionCount: number
  /** Reads the certificate files again; connections that are open keep theirs. Throws when they do not fit. */
  reloadTls(): void
  /** Takes no new connection and ends idle ones; resolves when answers on the way are complete, or after the time. */
  close(timeoutMs: number): Promise<void>
  /** Ends the listener and every connection in this turn: for a thread that has no other. */
  cut(): void
}
