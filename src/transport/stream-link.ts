// A link over a byte stream: named pipe, TCP or TLS. Two pumps move frames between the socket and a pair of rings in
// private memory, so that everything above sees rings only, and back-pressure is a full ring.

import type { Socket } from 'node:net'
import { assert } from '../base/assert.js'
import { kHeartbeatMs } from '../base/limits.js'
import {
  kCenterBellOffset,
  kPeerBellOffset,
  kRecordShare,
  kToPeerRingOffset,
  segmentBytesOf,
  toCenterRingOffset,
} from '../ring/layout.js'
import { loadNative } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import { RingReader } from '../ring/ring-reader.js'
import { RingWriter } from '../ring/ring-writer.js'
import type { Carrier } from '../wire/control.js'
import { kFrameHeaderBytes, strideOf } from '../wire/frame.js'
import type { LinkEnd } from './link.js'

/** Bytes that one write to the socket may carry. */
const kWriteBytesMax = 256 * 1024

/** Looks at a silent peer within one lease. */
const kLeaseChecks = 5

/**
 * Puts rings over a socket. The socket is owned by the link from here on.
 *
 * @param early bytes that came together with the handshake and belong to the link.
 * @param leaseMs milliseconds of silence after which the peer counts as gone; 0: the end of the socket is enough.
 * @param slotShares dispatchers that share the slots, at the peer's end; see docs/PROTOCOL.md.
 */
export function openStreamLink(
  socket: Socket,
  carrier: Carrier,
  ringBytes: number,
  early: Buffer,
  loop: ReaderLoop,
  leaseMs: number,
  slotShares = 1,
): LinkEnd {
  const pump = new StreamPump(socket, carrier, ringBytes, loop, slotShares)
  pump.start(early, leaseMs)
  return pump
}

type RingMemory = { readonly memory: ArrayBufferLike; readonly release: () => void }

/**
 * Memory for both rings. With the addon it is given back when the link closes, as that of a segment is: the collector of
 * garbage sees little of a SharedArrayBuffer, and somebody who joined and left a hundred times a second left the center
 * with 1.5 GiB. A poller watches nothing but these two kinds.
 *
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
function ringMemory(bytes: number): RingMemory {
  const loaded = loadNative()
  if (!loaded.ok) {
    return { memory: new SharedArrayBuffer(bytes), release: () => {} }
  }
  const { native } = loaded
  const descriptor = native.segmentCreate(bytes)
  try {
    const mapping = new native.Mapping(descriptor, bytes)
    return { memory: mapping.buffer, release: () => mapping.release() }
  } finally {
    native.descriptorClose(descriptor)
  }
}

class StreamPump implements LinkEnd {
  readonly carrier: Carrier
  readonly reader: RingReader
  readonly writer: RingWriter
  readonly slotShares: number
  #onEnd: ((reason: string) => void) | null = null
  #endedReason: string | null = null
  readonly #socket: Socket
  readonly #loop: ReaderLoop
  readonly #inbound: RingWriter
  readonly #outbound: RingReader
  readonly #sizeBytesMax: number
  readonly #release: () => void
  /** Bytes that came and are not in the ring yet: part of a frame, or all that found no room. */
  #rest: Buffer = Buffer.alloc(0)
  #canWrite = true
  #isClosed = false
  #silentChecks = 0
  #silenceTimer: NodeJS.Timeout | undefined

  constructor(
    socket: Socket,
    carrier: Carrier,
    ringBytes: number,
    loop: ReaderLoop,
    slotShares: number,
  ) {
    this.carrier = carrier
    this.slotShares = slotShares
    this.#socket = socket
    this.#loop = loop
    this.#sizeBytesMax = ringBytes / kRecordShare
    const { memory, release } = ringMemory(segmentBytesOf(ringBytes))
    this.#release = release
    const toCenter = toCenterRingOffset(ringBytes)
    // Inbound lies in the first ring, outbound in the second, whichever side this is: nobody else sees the memory.
    const wake = () => loop.wakeFor(this.reader)
    const refill = () => this.#refill()
    const flush = () => this.#flush()
    this.#inbound = new RingWriter(memory, kToPeerRingOffset, ringBytes, kCenterBellOffset, wake)
    this.reader = new RingReader(
      memory,
      kToPeerRingOffset,
      ringBytes,
      kCenterBellOffset,
      kFrameHeaderBytes,
      refill,
    )
    RingWriter.initialize(memory, toCenter, ringBytes) // a native drain reads the capacity there
    this.writer = new RingWriter(memory, toCenter, ringBytes, kPeerBellOffset, flush)
    this.#outbound = new RingReader(
      memory,
      toCenter,
      ringBytes,
      kPeerBellOffset,
      kFrameHeaderBytes,
      wake,
    )
    this.#outbound.setBell(1)
  }

  /** Whoever comes late is told all the same: the end may be in the bytes that came with the handshake. */
  set onEnd(listener: (reason: string) => void) {
    this.#onEnd = listener
    const reason = this.#endedReason
    if (reason !== null) queueMicrotask(() => listener(reason))
  }

  start(early: Buffer, leaseMs: number): void {
    const socket = this.#socket
    if (this.carrier === 'tcp') socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('drain', () => {
      this.#canWrite = true
      this.#flush()
    })
    socket.on('end', () => this.#end('the peer closed the connection'))
    socket.on('error', (error) => this.#end(error.message))
    socket.on('close', () => this.#end('the connection closed'))
    if (leaseMs > 0) this.#watchSilence(leaseMs)
    this.#loop.add(this.reader)
    if (early.length > 0) this.#take(early)
    socket.resume()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#loop.remove(this.reader)
    this.#flushAll()
    // What is written is still sent; a peer that does not take it is not waited for.
    this.#socket.removeAllListeners('data')
    clearInterval(this.#silenceTimer)
    // Not under a poll that gave back room, read on from the socket, and so came upon the end.
    setImmediate(this.#release)
    this.#socket.end()
    const timer = setTimeout(() => this.#socket.destroy(), kHeartbeatMs)
    timer.unref()
    this.#socket.resume()
    this.#socket.once('close', () => clearTimeout(timer))
  }

  // ---- socket → ring

  // Only what comes is a sign of life: writing to a machine that vanished goes well for a while.
  #watchSilence(leaseMs: number): void {
    this.#silenceTimer = setInterval(() => {
      this.#silentChecks++
      if (this.#silentChecks >= kLeaseChecks) this.#end(`nothing came for ${leaseMs} ms`)
    }, leaseMs / kLeaseChecks)
    this.#silenceTimer.unref()
  }

  #take(chunk: Buffer): void {
    if (this.#endedReason !== null) return
    this.#silentChecks = 0
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#fill()
  }

  #refill(): void {
    if (!this.#isClosed && this.#rest.length > 0) this.#fill()
  }

  #fill(): void {
    let at = 0
    const rest = this.#rest
    while (rest.length - at >= 4) {
      const size = rest.readInt32LE(at)
      if (size < kFrameHeaderBytes || size > this.#sizeBytesMax) {
        // What came before it is whole, however the bytes were cut into pieces.
        this.#keep(rest, rest.length)
        this.#inbound.publish()
        this.#end(
          `frame of ${size} bytes; ${kFrameHeaderBytes} to ${this.#sizeBytesMax} are allowed`,
        )
        return
      }
      const stride = strideOf(size)
      if (rest.length - at < stride) break
      const offset = this.#inbound.tryReserve(size)
      if (offset < 0) {
        this.#socket.pause()
        this.#keep(rest, at)
        this.#inbound.publish()
        return
      }
      rest.copy(this.#inbound.bytes, offset, at, at + size)
      at += stride
    }
    this.#keep(rest, at)
    this.#inbound.publish()
    if (this.#socket.isPaused()) this.#socket.resume()
  }

  #keep(rest: Buffer, from: number): void {
    this.#rest = from === rest.length ? Buffer.alloc(0) : rest.subarray(from)
  }

  // ---- ring → socket

  #flush(): void {
    if (this.#isClosed || !this.#canWrite) return
    this.#flushAll()
    this.#outbound.setBell(1)
    // A record that was published between the last poll and the bell came from this very thread: there is none.
  }

  #flushAll(): void {
    const bytesMax = Math.max(kWriteBytesMax, this.#sizeBytesMax)
    while (this.#outbound.hasRecords()) {
      const out = Buffer.allocUnsafeSlow(Math.min(bytesMax, this.#outbound.publishedBytes()))
      const length = this.#outbound.drain(out)
      // This side wrote it: nonsense is a fault of its own, and must not go on the wire.
      assert(length > 0, 'the ring in front of a socket is whole')
      if (!this.#socket.writable) return
      this.#canWrite = this.#socket.write(out.subarray(0, length))
      if (!this.#canWrite && !this.#isClosed) return
    }
  }

  #end(reason: string): void {
    if (this.#isClosed || this.#endedReason !== null) return
    this.#endedReason = reason
    this.#onEnd?.(reason)
  }
}
