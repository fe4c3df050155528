// A link inside one process: two rings on a SharedArrayBuffer between threads (placements worker and attached).
// The doorbell is a pipe where the addon is there, else a MessagePort.
//
// Descriptors belong to the process, not to a thread, so a thread that ends closes none. Each end closes its own two when
// it closes; those of an end that will never do so (its thread ended, or it was not opened in time) the other end
// closes. Who does is settled by one word of each end in shared memory.

import type { MessagePort } from 'node:worker_threads'
import { assert } from '../base/assert.js'
import { segmentBytesOf } from '../ring/layout.js'
import { type Doorbell, loadNative, type NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { Carrier } from '../wire/control.js'
import type { LinkEnd } from './link.js'
import { initializeSegment, ringsOf, type Side } from './rings.js'

/** One end of a memory link before it is opened; may be posted to another thread (transfer the port). */
export type MemoryLinkPlan = {
  readonly side: Side
  readonly carrier: Carrier
  readonly memory: SharedArrayBuffer
  readonly ringBytes: number
  /** Null without the addon. */
  readonly bells: MemoryBells | null
  /** Without the addon: rings the other end, and is rung by it. With it: only tells the end's close. */
  readonly port: MessagePort
}

/** Descriptors of both ends, by side, and whose they are to close. */
type MemoryBells = {
  /** An end's descriptors: the reader of its own doorbell and the writer of the other one's. */
  readonly center: Doorbell
  readonly peer: Doorbell
  /** One word of each side: {@link kUnopened}, {@link kOpened} or {@link kReleased}. */
  readonly owners: SharedArrayBuffer
}

const kUnopened = 0
const kOpened = 1
/** Somebody closes the descriptors, or has closed them. */
const kReleased = 2

/** What an end posts when it closes. */
const kClosed = 'closed'

/**
 * Makes both ends of a link between two threads.
 *
 * @param channel a fresh MessageChannel.
 */
export function planMemoryLink(
  carrier: Carrier,
  ringBytes: number,
  channel: { readonly port1: MessagePort; readonly port2: MessagePort },
): { center: MemoryLinkPlan; peer: MemoryLinkPlan } {
  const memory = new SharedArrayBuffer(segmentBytesOf(ringBytes))
  initializeSegment(memory, ringBytes, 0)
  const loaded = loadNative()
  const bells = loaded.ok ? makeBells(loaded.native) : null
  const common = { carrier, memory, ringBytes, bells }
  return {
    center: { ...common, side: 'center', port: channel.port1 },
    peer: { ...common, side: 'peer', port: channel.port2 },
  }
}

/** @throws Error with the system's code when descriptors are exhausted; nothing is left open then. */
function makeBells(native: NativeAddon): MemoryBells {
  const forCenter = native.doorbellCreate()
  try {
    const forPeer = native.doorbellCreate()
    return {
      center: { reader: forCenter.reader, writer: forPeer.writer },
      peer: { reader: forPeer.reader, writer: forCenter.writer },
      owners: new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT),
    }
  } catch (error) {
    native.descriptorClose(forCenter.reader)
    native.descriptorClose(forCenter.writer)
    throw error
  }
}

/** Opens an end in the thread that uses it. */
export function openMemoryLink(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd {
  const { port } = plan
  let isClosed = false
  const bell = openBell(plan, loop)
  const { reader, writer } = ringsOf(plan.memory, plan.ringBytes, plan.side, () => bell.ringPeer())
  const link: LinkEnd = {
    carrier: plan.carrier,
    reader,
    writer,
    onEnd: () => {},
    close: () => {
      if (isClosed) return
      isClosed = true
      loop.remove(reader)
      bell.close()
      port.postMessage(kClosed)
      port.close()
    },
  }
  const end = (reason: string) => {
    if (!isClosed) link.onEnd(reason)
  }
  port.on('message', (message: unknown) => {
    if (message === kClosed) end('the other thread left')
    else loop.wake()
  })
  port.on('close', () => {
    // Our own close() comes here, too. The other end's has released its descriptors before, the end of its thread has not.
    if (isClosed) return
    bell.releasePeer()
    end('the other thread ended')
  })
  // A station in a worker thread lives as long as its link; the other ends live for other reasons.
  if (plan.carrier === 'worker' && plan.side === 'peer') port.ref()
  else port.unref()
  loop.add(reader)
  return link
}

/** How an end rings the other one, and is rung. */
type Bell = {
  ringPeer(): void
  close(): void
  /** The other end's thread is gone, so that nobody else closes its descriptors. */
  releasePeer(): void
}

function openBell(plan: MemoryLinkPlan, loop: ReaderLoop): Bell {
  const { bells, port, side } = plan
  if (bells === null) {
    return { ringPeer: () => port.postMessage(null), close: () => {}, releasePeer: () => {} }
  }
  const loaded = loadNative()
  assert(loaded.ok, 'threads of one process agree on whether the addon is there')
  const { native } = loaded
  const owners = new Int32Array(bells.owners)
  const peerSide = side === 'center' ? 'peer' : 'center'
  const own = side === 'center' ? 0 : 1
  const peer = 1 - own
  const release = (end: Side) => {
    native.descriptorClose(bells[end].reader)
    native.descriptorClose(bells[end].writer)
  }
  if (Atomics.compareExchange(owners, own, kUnopened, kOpened) !== kUnopened) {
    // The other end has left already and closed our descriptors, too; the port tells so in a moment.
    return { ringPeer: () => {}, close: () => {}, releasePeer: () => {} }
  }
  const { reader, writer } = bells[side]
  let isOpen = true
  let forget: () => void
  try {
    forget = loop.addDoorbell(reader)
  } catch (error) {
    Atomics.store(owners, own, kReleased)
    release(side)
    throw error
  }
  return {
    // After close() the number may be another descriptor's.
    ringPeer: () => {
      if (isOpen) native.doorbellRing(writer)
    },
    close: () => {
      isOpen = false
      forget()
      if (Atomics.exchange(owners, own, kReleased) !== kReleased) release(side)
      const before = Atomics.compareExchange(owners, peer, kUnopened, kReleased)
      if (before === kUnopened) release(peerSide)
    },
    releasePeer: () => {
      if (Atomics.exchange(owners, peer, kReleased) !== kReleased) release(peerSide)
    },
  }
}
