// A link over shared memory between two processes. They meet on the center's pipe; the center makes an anonymous
// sealed memory file and passes it and two doorbells over the socket, which from then on only tells the peer's end.

import type { Socket } from 'node:net'
import { centerError } from '../base/errors.js'
import {
  kCenterPidOffset,
  kPeerPidOffset,
  kStateDead,
  kStateOffset,
  segmentBytesOf,
} from '../ring/layout.js'
import type { Mapping, NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { LinkEnd } from './link.js'
import { checkSegment, initializeSegment, ringsOf, type Side } from './rings.js'

type ShmParts = {
  readonly side: Side
  readonly mapping: Mapping
  readonly ringBytes: number
  readonly ownDoorbell: number
  readonly peerDoorbell: number
  readonly socket: Socket
}

/** The center's end before the peer has it, and the three descriptors to pass: memory, center's and peer's doorbell. */
export type ShmOffer = { readonly end: LinkEnd; readonly descriptors: readonly number[] }

/**
 * Makes the segment of a new link.
 *
 * @param socket the accepted connection; its end ends the link.
 * @param peerPid as the kernel says.
 * @returns the end and what to pass. Close the memory descriptor after it was passed: see {@link ShmOffer}.
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
  try {
    const memory = keep(native.segmentCreate(bytes))
    const ownDoorbell = keep(native.doorbellCreate())
    const peerDoorbell = keep(native.doorbellCreate())
    const mapping = new native.Mapping(memory, bytes)
    initializeSegment(mapping.buffer, ringBytes, generation)
    const words = new Int32Array(mapping.buffer)
    words[kCenterPidOffset >> 2] = process.pid
    words[kPeerPidOffset >> 2] = peerPid
    const parts: ShmParts = {
      side: 'center',
      mapping,
      ringBytes,
      ownDoorbell,
      peerDoorbell,
      socket,
    }
    return { end: new ShmLink(native, parts, loop), descriptors: opened }
  } catch (error) {
    for (const descriptor of opened) native.descriptorClose(descriptor)
    throw error
  }
}

/**
 * Opens the peer's end on what the center passed. Owns the descriptors from here on.
 *
 * @param descriptors memory, center's doorbell, peer's doorbell.
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
  const [memory, peerDoorbell, ownDoorbell] = descriptors
  if (memory === undefined || peerDoorbell === undefined || ownDoorbell === undefined) {
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
    native.descriptorClose(memory)
  } catch (error) {
    mapping?.release()
    for (const descriptor of descriptors) native.descriptorClose(descriptor)
    throw error
  }
  return new ShmLink(
    native,
    { side: 'peer', mapping, ringBytes, ownDoorbell, peerDoorbell, socket },
    loop,
  )
}

class ShmLink implements LinkEnd {
  readonly carrier = 'shm'
  readonly reader: LinkEnd['reader']
  readonly writer: LinkEnd['writer']
  onEnd: (reason: string) => void = () => {}
  readonly #native: NativeAddon
  readonly #parts: ShmParts
  readonly #loop: ReaderLoop
  readonly #forgetDoorbell: () => void
  #isClosed = false

  constructor(native: NativeAddon, parts: ShmParts, loop: ReaderLoop) {
    this.#native = native
    this.#parts = parts
    this.#loop = loop
    const { socket, mapping, ringBytes, side, peerDoorbell, ownDoorbell } = parts
    const rings = ringsOf(mapping.buffer, ringBytes, side, () => native.doorbellRing(peerDoorbell))
    this.reader = rings.reader
    this.writer = rings.writer
    this.#forgetDoorbell = loop.addDoorbell(ownDoorbell)
    loop.add(this.reader)
    socket.on('data', () => this.#end('the peer wrote to a socket that only tells its end'))
    socket.on('end', () => this.#end('the peer is gone'))
    socket.on('error', (error) => this.#end(error.message))
    socket.on('close', () => this.#end('the peer is gone'))
    socket.resume()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { mapping, socket, ownDoorbell, peerDoorbell, side } = this.#parts
    if (side === 'center') Atomics.store(this.reader.words, kStateOffset >> 2, kStateDead)
    this.#loop.remove(this.reader)
    this.#forgetDoorbell()
    // A peer that sleeps wakes to find the socket's end.
    this.#native.doorbellRing(peerDoorbell)
    mapping.release()
    this.#native.descriptorClose(ownDoorbell)
    this.#native.descriptorClose(peerDoorbell)
    socket.destroy()
  }

  #end(reason: string): void {
    if (this.#isClosed) return
    const onEnd = this.onEnd
    this.onEnd = () => {}
    onEnd(reason)
  }
}
