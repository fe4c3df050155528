// A link over shared memory between two processes. They meet on the center's pipe; the center makes an anonymous
// sealed memory file and two doorbells and passes the file and one end of each bell over the socket. From then on the socket
// tells the other side's end, and brings a peer its lanes (peer-socket.ts). Of a bell each side has another end, never both: see native/os/os.h.
// In a center with several dispatchers the link has such a pair of rings, with its bells, for each of them.

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
import { joinPairs } from './joined-pairs.js'
import { laneSender } from './lane-sender.js'
import { kClosedDoor, type LaneDoor, type LinkEnd, type LinkPlace } from './link.js'
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

/** What the peer gets of a pair: memory, writer of the center's doorbell, reader of the peer's doorbell. */
type PassedPair = readonly [number, number, number]

/** The center's end before the peer has it. */
export type ShmOffer = {
  readonly end: LinkEnd
  /** What the peer gets. The taker of the offer closes them here, passed or not; the end needs none of them. */
  readonly passed: PassedPair
}

/** A pair for another dispatcher of this process, which owns its descriptors once it has it. */
export type ShmPairPlan = {
  readonly memory: number
  readonly ringBytes: number
  /** Reader of the center's doorbell, and writer of the peer's. */
  readonly bellReader: number
  readonly peerBellWriter: number
}

/** Such a pair before the peer has it. */
export type ShmPairOffer = {
  readonly plan: ShmPairPlan
  readonly passed: PassedPair
}

/** What a pair is made of: descriptors that are all the maker's still. */
type FreshPair = {
  readonly memory: number
  readonly ownBell: Doorbell
  readonly peerBell: Doorbell
  readonly mapping: Mapping
}

/** @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then. */
function makePair(
  native: NativeAddon,
  ringBytes: number,
  generation: number,
  peerPid: number,
): FreshPair {
  const bytes = segmentBytesOf(ringBytes)
  const opened: number[] = []
  try {
    const memory = native.segmentCreate(bytes)
    opened.push(memory)
    const ownBell = native.doorbellCreate()
    opened.push(ownBell.reader, ownBell.writer)
    const peerBell = native.doorbellCreate()
    opened.push(peerBell.reader, peerBell.writer)
    const mapping = new native.Mapping(memory, bytes)
    initializeSegment(mapping.buffer, ringBytes, generation)
    const words = new Int32Array(mapping.buffer)
    words[kCenterPidOffset >> 2] = process.pid
    words[kPeerPidOffset >> 2] = peerPid
    return { memory, ownBell, peerBell, mapping }
  } catch (error) {
    for (const descriptor of opened) native.descriptorClose(descriptor)
    throw error
  }
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
  const { memory, ownBell, peerBell, mapping } = makePair(native, ringBytes, generation, peerPid)
  try {
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
    mapping.release()
    for (const { reader, writer } of [ownBell, peerBell])
      for (const opened of [reader, writer]) native.descriptorClose(opened)
    native.descriptorClose(memory)
    throw error
  }
}

/**
 * Makes the segment of a further pair of a link, for another dispatcher.
 *
 * @returns the plan, and descriptors to pass. Of those the taker closes the last two, passed or not: the first is the plan's.
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
export function offerShmPair(
  native: NativeAddon,
  ringBytes: number,
  generation: number,
  peerPid: number,
): ShmPairOffer {
  const { memory, ownBell, peerBell, mapping } = makePair(native, ringBytes, generation, peerPid)
  mapping.release()
  return {
    plan: { memory, ringBytes, bellReader: ownBell.reader, peerBellWriter: peerBell.writer },
    passed: [memory, ownBell.writer, peerBell.reader],
  }
}

/** Lets go of a pair that nobody opens. */
export function dropShmPair(native: NativeAddon, plan: ShmPairPlan): void {
  for (const descriptor of [plan.memory, plan.bellReader, plan.peerBellWriter])
    native.descriptorClose(descriptor)
}

/**
 * Opens the center's end of such a pair in the thread that reads it. Nobody tells it the peer's end: dispatcher 0 hears that.
 *
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
export function openShmPair(native: NativeAddon, plan: ShmPairPlan, loop: ReaderLoop): LinkEnd {
  const { memory, ringBytes, bellReader, peerBellWriter } = plan
  let mapping: Mapping | undefined
  try {
    mapping = new native.Mapping(memory, segmentBytesOf(ringBytes))
    const parts: ShmParts = { side: 'center', mapping, ringBytes, bellReader, peerBellWriter }
    const end = new ShmLink(native, parts, loop, () => kNoSocket)
    native.descriptorClose(memory)
    return end
  } catch (error) {
    mapping?.release()
    dropShmPair(native, plan)
    throw error
  }
}

/** Descriptors that are passed for each pair of a link. */
const kPairDescriptorCount = 3

/**
 * Opens the peer's end on what the center passed. Owns socket and descriptors from here on.
 *
 * @param socket descriptor of the connection.
 * @param descriptors of each dispatcher's pair: memory, writer of the center's doorbell, reader of the peer's doorbell.
 * @throws CenterError ERR_PROTOCOL when a segment is not what the welcome said; nothing is left open then.
 */
export function acceptShmLink(
  native: NativeAddon,
  socket: number,
  ringBytes: number,
  generation: number,
  descriptors: readonly number[],
  { home, dispatchers }: LinkPlace,
  loop: ReaderLoop,
): LinkEnd {
  const wanted = kPairDescriptorCount * dispatchers
  if (descriptors.length !== wanted) {
    for (const descriptor of [socket, ...descriptors]) native.descriptorClose(descriptor)
    throw centerError('ERR_PROTOCOL', {
      rule: `${wanted} descriptors are passed, ${descriptors.length} came`,
    })
  }
  const ends: LinkEnd[] = []
  const rest = [...descriptors]
  try {
    while (ends.length < dispatchers) {
      const pair = rest.splice(0, kPairDescriptorCount)
      const isFirst = ends.length === 0
      ends.push(acceptPair(native, isFirst ? socket : null, ringBytes, generation, pair, loop))
    }
  } catch (error) {
    for (const end of ends) end.close()
    for (const descriptor of rest) native.descriptorClose(descriptor)
    throw error
  }
  return joinPairs(ends, home)
}

/** Opens one pair; owns what it is given. @param socket null for a pair that has none. */
function acceptPair(
  native: NativeAddon,
  socket: number | null,
  ringBytes: number,
  generation: number,
  descriptors: readonly number[],
  loop: ReaderLoop,
): LinkEnd {
  const [memory, peerBellWriter, bellReader] = descriptors
  let mapping: Mapping | undefined
  try {
    mapping = new native.Mapping(memory, segmentBytesOf(ringBytes))
    const broken = checkSegment(mapping.buffer, ringBytes, generation)
    if (broken !== null) throw centerError('ERR_PROTOCOL', { rule: broken })
    const parts: ShmParts = { side: 'peer', mapping, ringBytes, bellReader, peerBellWriter }
    const end = new ShmLink(native, parts, loop, (link) =>
      socket === null
        ? kNoSocket
        : peerSocket(native, socket, loop, link, (reason) => link.end(reason)),
    )
    native.descriptorClose(memory)
    return end
  } catch (error) {
    mapping?.release()
    for (const descriptor of descriptors) native.descriptorClose(descriptor)
    if (socket !== null) native.descriptorClose(socket)
    throw error
  }
}

/** Of a pair that is not the link's first. */
const kNoSocket: SocketSide = { close: () => {} }

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
