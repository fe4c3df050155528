// A connection in memory: two ends, of which each reads what the other writes, with back-pressure. It has what HTTP
// servers and applications ask of a net.Socket.

import { isIPv6 } from 'node:net'
import { Duplex } from 'node:stream'

type Done = (error?: Error | null) => void

/** One end. */
export class MemorySocket extends Duplex {
  readonly remoteAddress: string
  readonly remoteFamily: string
  readonly remotePort = 0
  readonly localAddress = '127.0.0.1'
  readonly localPort = 0
  readonly connecting = false
  readonly pending = false
  bytesRead = 0
  bytesWritten = 0
  timeout = 0
  #peer: MemorySocket | null = null
  /** Of the peer's write that waits until this end is read. */
  #taken: Done | null = null
  #timer: NodeJS.Timeout | undefined

  /** @param remoteAddress what this end says of the other. */
  constructor(remoteAddress: string) {
    super({ allowHalfOpen: true })
    this.remoteAddress = remoteAddress
    this.remoteFamily = isIPv6(remoteAddress) ? 'IPv6' : 'IPv4'
  }

  /** Joins two ends; once. */
  static join(one: MemorySocket, other: MemorySocket): void {
    one.#peer = other
    other.#peer = one
  }

  override _read(): void {
    const taken = this.#taken
    this.#taken = null
    taken?.()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    const peer = this.#peer
    this.bytesWritten += chunk.length
    this.#timer?.refresh()
    if (peer === null || peer.destroyed) done(closedError())
    else peer.#take(chunk, done)
  }

  override _final(done: Done): void {
    if (this.#peer?.destroyed === false) this.#peer.push(null)
    done()
  }

  override _destroy(error: Error | null, done: Done): void {
    clearTimeout(this.#timer)
    const taken = this.#taken
    this.#taken = null
    taken?.(closedError())
    const peer = this.#peer
    // An end that said all it had to say leaves what is unread to its peer; a broken one breaks the other.
    if (peer !== null && !this.writableFinished) process.nextTick(() => peer.destroy())
    done(error)
  }

  /** Ends, and closes once all is written. */
  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else this.once('finish', () => this.destroy())
  }

  resetAndDestroy(): this {
    return this.destroy()
  }

  /** Emits 'timeout' after so many milliseconds without traffic; 0 never. */
  setTimeout(timeoutMs: number, onTimeout?: () => void): this {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.timeout = timeoutMs
    if (timeoutMs > 0 && !this.destroyed) {
      this.#timer = setTimeout(() => this.emit('timeout'), timeoutMs)
      this.#timer.unref()
    }
    if (onTimeout === undefined) return this
    if (timeoutMs > 0) return this.once('timeout', onTimeout)
    return this.off('timeout', onTimeout)
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.localAddress, family: 'IPv4', port: this.localPort }
  }

  #take(chunk: Buffer, done: Done): void {
    this.bytesRead += chunk.length
    this.#timer?.refresh()
    if (this.push(chunk)) done()
    else this.#taken = done
  }
}

function closedError(): Error {
  return Object.assign(new Error('the other end is closed'), { code: 'EPIPE' })
}
