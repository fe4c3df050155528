// A link over shared memory between two processes. They meet on the center's pipe; the center makes an anonymous
// sealed memory file and two doorbells and passes the file and one end of each bell over the socket, which from then on
// only tells the peer's end. Of a bell each side has another end, never both: see native/os/os.h.

import type { Socket } from 'node:net'
import { centerError } from '../base/errors.js'
import {
  kCenterPidOffset,
  kPeerPidOffset,
  kStateDead,
  kStateOffset,
  segmentBytesOf,
} from '../ring/layout.js'
import type { Doorbell, Mapping, NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { LinkEnd } from './link.js'
import { checkSegment, initializeSegment, ringsOf, type Side } from './rings.js'

type ShmParts = {
  readonly side: Side
  readonly mapping: Mapping
  readonly ringBytes: number
  /** Reader of this end's doorbell. Owned. */
  readonly bellReader: number
  /** Writer of the other end's doorbell. Owned. */
  readonly peerBellWriter: number
  readonly socket: Socket
}

/** The center's end before the peer has it. */
export type ShmOffer = {
  readonly end: LinkEnd
  /**
   * What the peer gets: memory, writer of the center's doorbell, reader of the peer's doorbell. The taker of the offer
   * closes them here, passed or not; the end needs none of them.
   */
  readonly passed: readonly [number, number, number]
}

/**
 * Makes the segment of a new link.
 *
 * @param socket the accepted connection; its end ends the link.
 * @param peerPid as the kernel says.
 * @returns the end, and descriptors to pass and then close: see {@link ShmOffer}.
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
export function offerShmLink(
  native: NativeAddon,
  socket: Socket,
  ringBytes: number,
  generation: number,
  peerPid: number,
  loop: ReaderLoop,
): ShmOffer {
  const bytes = segmentBytesOf(ringBytes)
  const opened: number[] = []
  const keep = (descriptor: number): number => {
    opened.push(descriptor)
    return descriptor
  }
  let mapping: Mapping | undefined
  try {
    const memory = keep(native.segmentCreate(bytes))
    const keepBoth = (bell: Doorbell): Doorbell => {
      keep(bell.reader)
      keep(bell.writer)
      return bell
    }
    const ownBell = keepBoth(native.doorbellCreate())
    const peerBell = keepBoth(native.doorbellCreate())
    mapping = new native.Mapping(memory, bytes)
    initializeSegment(mapping.buffer, ringBytes, generation)
    const words = new Int32Array(mapping.buffer)
    words[kCenterPidOffset >> 2] = process.pid
    words[kPeerPidOffset >> 2] = peerPid
    const parts: ShmParts = {
      side: 'center',
      mapping,
      ringBytes,
      bellReader: ownBell.reader,
      peerBellWriter: peerBell.writer,
      socket,
    }
    const end = new ShmLink(native, parts, loop)
    return { end, passed: [memory, ownBell.writer, peerBell.reader] }
  } catch (error) {
    mapping?.release()
    for (const descriptor of opened) native.descriptorClose(descriptor)
    throw error
  }
}

/**
 * Opens the peer's end on what the center passed. Owns the descriptors from here on.
 *
 * @param descriptors memory, writer of the center's doorbell, reader of the peer's doorbell.
 * @throws CenterError ERR_PROTOCOL when the segment is not what the welcome said; nothing is left open then.
 */
export function acceptShmLink(
  native: NativeAddon,
  socket: Socket,
  ringBytes: number,
  generation: number,
  descriptors: readonly number[],
  loop: ReaderLoop,
): LinkEnd {
  const [memory, peerBellWriter, bellReader, ...rest] = descriptors
  if (
    memory === undefined ||
    peerBellWriter === undefined ||
    bellReader === undefined ||
    rest.length > 0
  ) {
    for (const descriptor of descriptors) native.descriptorClose(descriptor)
    throw centerError('ERR_PROTOCOL', {
      rule: `three descriptors are passed, ${descriptors.length} came`,
    })
  }
  let mapping: Mapping | undefined
  try {
    mapping = new native.Mapping(memory, segmentBytesOf(ringBytes))
    const broken = checkSegment(mapping.buffer, ringBytes, generation)
    if (broken !== null) throw centerError('ERR_PROTOCOL', { rule: broken })
    const parts: ShmParts = { side: 'peer', mapping, ringBytes, bellReader, peerBellWriter, socket }
    const end = new ShmLink(native, parts, loop)
    native.descriptorClose(memory)
    return end
  } catch (error) {
    mapping?.release()
    for (const descriptor of descriptors) native.descriptorClose(descriptor)
    throw error
  }
}

class ShmLink implements LinkEnd {
  readonly carrier = 'shm'
  readonly reader: LinkEnd['reader']
  readonly writer: LinkEnd['writer']
  onEnd: (reason: string) => void = () => {}
  readonly #native: NativeAddon
  readonly #parts: ShmParts
  readonly #loop: ReaderLoop
  #isClosed = false

  constructor(native: NativeAddon, parts: ShmParts, loop: ReaderLoop) {
    this.#native = native
    this.#parts = parts
    this.#loop = loop
    const { socket, mapping, ringBytes, side, bellReader, peerBellWriter } = parts
    const ringPeer = () => native.doorbellRing(peerBellWriter)
    const rings = ringsOf(mapping.buffer, ringBytes, side, ringPeer)
    this.reader = rings.reader
    this.writer = rings.writer
    loop.add(this.reader)
    try {
      loop.addDoorbell(this.reader, bellReader)
    } catch (error) {
      loop.remove(this.reader)
      throw error
    }
    socket.on('data', () => this.#end('the peer wrote to a socket that only tells its end'))
    socket.on('end', () => this.#end('the peer is gone'))
    socket.on('error', (error) => this.#end(error.message))
    socket.on('close', () => this.#end('the peer is gone'))
    socket.resume()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { mapping, socket, bellReader, peerBellWriter, side } = this.#parts
    if (side === 'center') Atomics.store(this.reader.words, kStateOffset >> 2, kStateDead)
    this.#loop.remove(this.reader)
    // A peer that sleeps wakes to find the socket's end.
    this.#native.doorbellRing(peerBellWriter)
    mapping.release()
    this.#native.descriptorClose(bellReader)
    this.#native.descriptorClose(peerBellWriter)
    socket.destroy()
  }

  #end(reason: string): void {
    if (this.#isClosed) return
    const onEnd = this.onEnd
    this.onEnd = () => {}
    onEnd(reason)
  }
}
