// A link over shared memory between two processes. They meet on the center's pipe; the center makes an anonymous
// sealed memory file and two doorbells and passes the file and one end of each bell over the socket. From then on the socket
// tells the other side's end, and brings a peer its lanes (peer-socket.ts). Of a bell each side has another end, never both: see native/os/os.h.

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
import { processDescriptors } from './descriptors.js'
import { laneSender } from './lane-sender.js'
import { kClosedDoor, type LaneDoor, type LinkEnd } from './link.js'
import { PeerSocket } from './peer-socket.js'
import { checkSegment, initializeSegment, ringsOf, type Side } from './rings.js'

type ShmParts = {
  readonly side: Side
  readonly mapping: Mapping
  readonly ringBytes: number
  /** Reader of this end's doorbell. Owned. */
  readonly bellReader: number
  /** Writer of the other end's doorbell. Owned. */
  readonly peerBellWriter: number
}

/** The socket below a link, seen from either side. */
type SocketSide = {
  readonly passLane?: LinkEnd['passLane']
  close(): void
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
 * @param descriptor of that socket.
 * @param peerPid as the kernel says.
 * @returns the end, and descriptors to pass and then close: see {@link ShmOffer}.
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
export function offerShmLink(
  native: NativeAddon,
  socket: Socket,
  descriptor: number,
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
    }
    const end = new ShmLink(native, parts, loop, (link) =>
      centerSocket(native, socket, descriptor, (reason) => link.end(reason)),
    )
    return { end, passed: [memory, ownBell.writer, peerBell.reader] }
  } catch (error) {
    mapping?.release()
    for (const descriptor of opened) native.descriptorClose(descriptor)
    throw error
  }
}

/**
 * Opens the peer's end on what the center passed. Owns socket and descriptors from here on.
 *
 * @param socket descriptor of the connection.
 * @param descriptors memory, writer of the center's doorbell, reader of the peer's doorbell.
 * @throws CenterError ERR_PROTOCOL when the segment is not what the welcome said; nothing is left open then.
 */
export function acceptShmLink(
  native: NativeAddon,
  socket: number,
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
    for (const descriptor of [socket, ...descriptors]) native.descriptorClose(descriptor)
    throw centerError('ERR_PROTOCOL', {
      rule: `three descriptors are passed, ${descriptors.length} came`,
    })
  }
  let mapping: Mapping | undefined
  try {
    mapping = new native.Mapping(memory, segmentBytesOf(ringBytes))
    const broken = checkSegment(mapping.buffer, ringBytes, generation)
    if (broken !== null) throw centerError('ERR_PROTOCOL', { rule: broken })
    const parts: ShmParts = { side: 'peer', mapping, ringBytes, bellReader, peerBellWriter }
    const end = new ShmLink(native, parts, loop, (link) =>
      peerSocket(native, socket, loop, link, (reason) => link.end(reason)),
    )
    native.descriptorClose(memory)
    return end
  } catch (error) {
    mapping?.release()
    for (const descriptor of [socket, ...descriptors]) native.descriptorClose(descriptor)
    throw error
  }
}

/** The center's side: nothing comes by it but the peer's end, and lanes go by it. */
function centerSocket(
  native: NativeAddon,
  socket: Socket,
  descriptor: number,
  onEnd: (reason: string) => void,
): SocketSide {
  socket.on('data', () => onEnd('the peer wrote to a socket that only tells its end'))
  socket.on('end', () => onEnd('the peer is gone'))
  socket.on('error', (error) => onEnd(error.message))
  socket.on('close', () => onEnd('the peer is gone'))
  socket.resume()
  return { passLane: laneSender(native, descriptor), close: () => socket.destroy() }
}

function peerSocket(
  native: NativeAddon,
  descriptor: number,
  loop: ReaderLoop,
  link: { readonly laneDoor: LaneDoor },
  onEnd: (reason: string) => void,
): SocketSide {
  const descriptors = processDescriptors(native)
  return new PeerSocket(native, descriptors, descriptor, loop, () => link.laneDoor, onEnd)
}

class ShmLink implements LinkEnd {
  readonly carrier = 'shm'
  readonly reader: LinkEnd['reader']
  readonly writer: LinkEnd['writer']
  onEnd: (reason: string) => void = () => {}
  readonly #native: NativeAddon
  readonly #parts: ShmParts
  readonly #loop: ReaderLoop
  readonly passLane: LinkEnd['passLane']
  laneDoor: LaneDoor = kClosedDoor
  readonly #socket: SocketSide
  #isClosed = false

  constructor(
    native: NativeAddon,
    parts: ShmParts,
    loop: ReaderLoop,
    openSocket: (link: ShmLink) => SocketSide,
  ) {
    this.#native = native
    this.#parts = parts
    this.#loop = loop
    const { mapping, ringBytes, side, bellReader, peerBellWriter } = parts
    const ringPeer = () => native.doorbellRing(peerBellWriter)
    const rings = ringsOf(mapping.buffer, ringBytes, side, ringPeer)
    this.reader = rings.reader
    this.writer = rings.writer
    loop.add(this.reader)
    try {
      loop.addDoorbell(this.reader, bellReader)
      this.#socket = openSocket(this)
      this.passLane = this.#socket.passLane
    } catch (error) {
      loop.remove(this.reader)
      throw error
    }
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { mapping, bellReader, peerBellWriter, side } = this.#parts
    if (side === 'center') Atomics.store(this.reader.words, kStateOffset >> 2, kStateDead)
    this.#loop.remove(this.reader)
    // A peer that sleeps wakes to find the socket's end.
    this.#native.doorbellRing(peerBellWriter)
    mapping.release()
    this.#native.descriptorClose(bellReader)
    this.#native.descriptorClose(peerBellWriter)
    this.#socket.close()
  }

  /** The socket says that the link is over. */
  end(reason: string): void {
    if (this.#isClosed) return
    const onEnd = this.onEnd
    this.onEnd = () => {}
    onEnd(reason)
  }
}
