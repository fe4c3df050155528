// The part of uWebSockets.js that is used, by the versions that are (20.30 … 20.57). Types of our own, because each of the
// packages is optional and brings slightly different ones.

/** A socket that listens. */
export type UwsListener = object

/** What the native side wants back when a handshake is accepted. */
export type UwsUpgradeContext = object

/** Valid in the turn of the handler only. */
export type UwsRequest = {
  getCaseSensitiveMethod(): string
  getUrl(): string
  /** Undefined where the target has no question mark. */
  getQuery(): string | undefined
  getHeader(name: string): string
  forEach(field: (name: string, value: string) => void): void
}

/** Throws from each method once it is answered or its client is gone. */
export type UwsResponse = {
  writeStatus(status: string): UwsResponse
  writeHeader(name: string, value: string): UwsResponse
  /** False when something waits for the client. */
  write(part: Uint8Array | string): boolean
  end(body?: Uint8Array | string, isLast?: boolean): UwsResponse
  endWithoutBody(): UwsResponse
  /** [nothing waits, the answer is complete] */
  tryEnd(body: Uint8Array, totalBytes: number): [boolean, boolean]
  getWriteOffset(): number
  onWritable(handler: (offset: number) => boolean): UwsResponse
  onAborted(handler: () => void): UwsResponse
  /** The chunk is taken away when the handler returns. */
  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): UwsResponse
  pause(): void
  resume(): void
  close(): UwsResponse
  cork(work: () => void): UwsResponse
  getRemoteAddress(): ArrayBuffer
  upgrade<Data>(
    data: Data,
    key: string,
    protocol: string,
    extensions: string,
    context: UwsUpgradeContext,
  ): void
}

/** Throws from each method once it is closed. */
export type UwsWebSocket<Data> = {
  /** 1 sent, 0 waits, 2 dropped because too much waits. */
  send(message: Uint8Array | string, isBinary: boolean): number
  ping(): number
  end(code: number, reason: string): void
  close(): void
  getBufferedAmount(): number
  getUserData(): Data
}

export type UwsBehavior<Data> = {
  readonly maxPayloadLength: number
  /** Seconds; 0 for none. */
  readonly idleTimeout: number
  readonly maxBackpressure: number
  readonly sendPingsAutomatically: boolean
  upgrade(response: UwsResponse, request: UwsRequest, context: UwsUpgradeContext): void
  open(socket: UwsWebSocket<Data>): void
  message(socket: UwsWebSocket<Data>, message: ArrayBuffer, isBinary: boolean): void
  pong(socket: UwsWebSocket<Data>): void
  drain(socket: UwsWebSocket<Data>): void
  close(socket: UwsWebSocket<Data>, code: number, message: ArrayBuffer): void
}

export type UwsApp = {
  get(pattern: string, handler: (response: UwsResponse, request: UwsRequest) => void): UwsApp
  post(pattern: string, handler: (response: UwsResponse, request: UwsRequest) => void): UwsApp
  any(pattern: string, handler: (response: UwsResponse, request: UwsRequest) => void): UwsApp
  ws<Data>(pattern: string, behavior: UwsBehavior<Data>): UwsApp
  listen(host: string, port: number, options: number, done: OnListening): UwsApp
  /** Ends every connection and listener of the app, in this turn. */
  close(): UwsApp
}

export type OnListening = (listener: UwsListener | false) => void

export type Uws = {
  App(): UwsApp
  SSLApp(files: { cert_file_name: string; key_file_name: string }): UwsApp
  us_listen_socket_close(listener: UwsListener): void
  us_socket_local_port(listener: UwsListener): number
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number
}
