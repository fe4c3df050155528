// A link inside one process: two rings on a SharedArrayBuffer between threads (placements worker and attached).
// With the addon the doorbell is a pipe, and lanes come by a local socket; without it there are no lanes, and a MessagePort
// rings.
//
// Each end closes its own descriptors when it closes; those of an end that never will, because its thread has ended, are
// closed by whoever started that thread (MemoryEnds). Nobody else does: the other end cannot know whether a thread that left
// has closed them.
//
// In a center with several dispatchers a link has such a pair of rings with each of them. The pair of dispatcher 0 has the
// socket for lanes; any of them tells the end of the link.

import type { MessagePort } from 'node:worker_threads'
import { assert } from '../base/assert.js'
import { segmentBytesOf } from '../ring/layout.js'
import { loadNative, type NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { RingReader } from '../ring/ring-reader.js'
import type { Carrier } from '../wire/control.js'
import { ThreadDescriptors } from './descriptors.js'
import { joinPairs } from './joined-pairs.js'
import { laneSender } from './lane-sender.js'
import { kClosedDoor, kOnlyPlace, type LaneDoor, type LinkEnd, type LinkPlace } from './link.js'
import { PeerSocket } from './peer-socket.js'
import { initializeSegment, ringsOf, type Side } from './rings.js'

/** One end of a pair of rings before it is opened; may be posted to another thread (transfer the port). */
export type MemoryPairPlan = {
  readonly side: Side
  readonly carrier: Carrier
  readonly memory: SharedArrayBuffer
  readonly ringBytes: number
  /** What this end has open: a list of {@link ThreadDescriptors}. Null without the addon. */
  readonly descriptors: SharedArrayBuffer | null
  /** Without the addon: rings the other end, and is rung by it. With it: only tells the end's close. */
  readonly port: MessagePort
}

/** One end of a memory link: the pair of dispatcher 0, and those of the others in their order. */
export type MemoryLinkPlan = MemoryPairPlan & {
  /** The dispatcher whose pair the peer sends by. */
  readonly home: number
  readonly others: readonly MemoryPairPlan[]
}

/** Both ends of a channel between two threads. */
type Channel = { readonly port1: MessagePort; readonly port2: MessagePort }

/** Places in the list of an end's descriptors, which go on with those of its lanes. */
const kBellReader = 0
const kOtherBellWriter = 1
const kLaneSocket = 2

/** Stands in the list of an end without a socket for lanes. */
const kNoSocket = 0

/** What an end posts when it closes. */
const kClosed = 'closed'

/**
 * Makes both ends of a link between two threads.
 *
 * @param makeChannel makes a fresh MessageChannel, one for each dispatcher.
 * @throws Error with the system's code when descriptors are exhausted; nothing is left open then.
 */
export function planMemoryLink(
  carrier: Carrier,
  ringBytes: number,
  makeChannel: () => Channel,
  { home, dispatchers }: LinkPlace = kOnlyPlace,
): { center: MemoryLinkPlan; peer: MemoryLinkPlan } {
  const first = planMemoryPair(carrier, ringBytes, makeChannel(), true)
  const others: (typeof first)[] = []
  try {
    while (others.length < dispatchers - 1)
      others.push(planMemoryPair(carrier, ringBytes, makeChannel(), false))
  } catch (error) {
    for (const { center, peer } of [first, ...others])
      for (const plan of [center, peer]) dropMemoryPair(plan)
    throw error
  }
  return {
    center: { ...first.center, home, others: others.map(({ center }) => center) },
    peer: { ...first.peer, home, others: others.map(({ peer }) => peer) },
  }
}

/**
 * Makes both ends of one pair of rings.
 *
 * @param hasLanes with a socket for lanes.
 * @throws Error with the system's code when descriptors are exhausted; nothing is left open then.
 */
export function planMemoryPair(
  carrier: Carrier,
  ringBytes: number,
  channel: Channel,
  hasLanes: boolean,
): { center: MemoryPairPlan; peer: MemoryPairPlan } {
  const memory = new SharedArrayBuffer(segmentBytesOf(ringBytes))
  initializeSegment(memory, ringBytes, 0)
  const loaded = loadNative()
  const lists = loaded.ok ? openBetween(loaded.native, hasLanes) : { center: null, peer: null }
  const common = { carrier, memory, ringBytes }
  return {
    center: { ...common, side: 'center', port: channel.port1, descriptors: lists.center },
    peer: { ...common, side: 'peer', port: channel.port2, descriptors: lists.peer },
  }
}

/** The pairs of a link, in the order of their dispatchers. */
export function pairsOf(plan: MemoryLinkPlan): readonly MemoryPairPlan[] {
  return [plan, ...plan.others]
}

/** The ports of a plan, which go along when it is posted. */
export function portsOf(plan: MemoryLinkPlan): MessagePort[] {
  return pairsOf(plan).map(({ port }) => port)
}

/** Lets go of a pair that nobody opens. */
export function dropMemoryPair({ descriptors, port }: MemoryPairPlan): void {
  if (descriptors !== null) new ThreadDescriptors(nativeOf(), descriptors).closeAll()
  port.close()
}

/** @throws Error with the system's code when descriptors are exhausted; nothing is left open then. */
function openBetween(native: NativeAddon, hasLanes: boolean): Record<Side, SharedArrayBuffer> {
  const opened: number[] = []
  try {
    const center = native.doorbellCreate()
    opened.push(center.reader, center.writer)
    const peer = native.doorbellCreate()
    opened.push(peer.reader, peer.writer)
    const { left, right } = hasLanes ? native.pipePair() : { left: kNoSocket, right: kNoSocket }
    return {
      center: ThreadDescriptors.listOf(center.reader, peer.writer, left),
      peer: ThreadDescriptors.listOf(peer.reader, center.writer, right),
    }
  } catch (error) {
    for (const descriptor of opened) native.descriptorClose(descriptor)
    throw error
  }
}

/**
 * Opens the peer's end of a link in the thread that uses it.
 *
 * @throws Error with the system's code when descriptors are exhausted; nothing is left open then.
 */
export function openMemoryLink(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd {
  if (plan.others.length === 0) return openMemoryPair(plan, loop)
  const ends: LinkEnd[] = []
  try {
    for (const pair of pairsOf(plan)) ends.push(openMemoryPair(pair, loop))
  } catch (error) {
    for (const end of ends) end.close()
    for (const pair of plan.others.slice(ends.length)) dropMemoryPair(pair)
    throw error
  }
  return joinPairs(ends, plan.home)
}

/** Opens an end of one pair in the thread that uses it. */
export function openMemoryPair(plan: MemoryPairPlan, loop: ReaderLoop): LinkEnd {
  const { port } = plan
  let isOver = false
  const { reader, writer } = ringsOf(plan.memory, plan.ringBytes, plan.side, () => ways.ringPeer())
  loop.add(reader)
  const end = (reason: string) => {
    if (isOver) return
    isOver = true
    link.onEnd(reason)
  }
  let isClosed = false
  const ways = openWays(plan, loop, reader, () => link.laneDoor ?? kClosedDoor, end)
  const link: LinkEnd = {
    carrier: plan.carrier,
    reader,
    writer,
    passLane: ways.passLane,
    onEnd: () => {},
    close: () => {
      if (isClosed) return
      isClosed = true
      isOver = true
      loop.remove(reader)
      ways.close()
      port.postMessage(kClosed)
      port.close()
    },
  }
  port.on('message', (message: unknown) => {
    if (message === kClosed) end('the other thread left')
    else loop.wakeFor(reader)
  })
  port.on('close', () => end('the other thread ended')) // or this end did, then nobody is told
  // A station in a worker thread lives as long as its link; the other ends live for other reasons.
  if (plan.carrier === 'worker' && plan.side === 'peer') port.ref()
  else port.unref()
  return link
}

/** What there is between two ends besides their rings. */
type Ways = {
  ringPeer(): void
  readonly passLane?: LinkEnd['passLane']
  close(): void
}

function openWays(
  plan: MemoryPairPlan,
  loop: ReaderLoop,
  ring: RingReader,
  door: () => LaneDoor,
  onEnd: (reason: string) => void,
): Ways {
  const { descriptors: list, port, side } = plan
  if (list === null) return { ringPeer: () => port.postMessage(null), close: () => {} }
  const native = nativeOf()
  const descriptors = new ThreadDescriptors(native, list)
  const bell = descriptors.at(kBellReader)
  const writer = descriptors.at(kOtherBellWriter)
  const socket = descriptors.find(kLaneSocket)
  let isOpen = true
  // After close() the number may be another descriptor's.
  const ringPeer = () => {
    if (isOpen) native.doorbellRing(writer)
  }
  const closeOwn = () => {
    isOpen = false
    for (const descriptor of [bell, writer, socket])
      if (descriptor !== null) descriptors.close(descriptor)
  }
  try {
    loop.addDoorbell(ring, bell)
    if (socket === null) return { ringPeer, close: closeOwn }
    if (side === 'center') {
      return { ringPeer, passLane: laneSender(native, socket), close: closeOwn }
    }
    const onSocketEnd = () => onEnd('the other thread left')
    const peer = new PeerSocket(native, descriptors, socket, loop, door, onSocketEnd)
    peer.unref()
    const close = () => {
      peer.close()
      closeOwn()
    }
    return { ringPeer, close }
  } catch (error) {
    loop.remove(ring)
    closeOwn()
    throw error
  }
}

/** The ends that one thread was given, for the thread that started it. */
export class MemoryEnds {
  readonly #lists = new Set<SharedArrayBuffer>()
  #isOver = false

  /** Before the plans are posted to the thread. A thread that has ended opens nothing any more. */
  add(plans: readonly MemoryPairPlan[]): void {
    for (const list of this.#lists) if (ThreadDescriptors.isEmpty(list)) this.#lists.delete(list)
    for (const { descriptors } of plans) if (descriptors !== null) this.#lists.add(descriptors)
    if (this.#isOver) this.release()
  }

  /** The thread has ended: closes the descriptors that it left open. */
  release(): void {
    this.#isOver = true
    for (const list of this.#lists) new ThreadDescriptors(nativeOf(), list).closeAll()
    this.#lists.clear()
  }
}

function nativeOf(): NativeAddon {
  const loaded = loadNative()
  assert(loaded.ok, 'threads of one process agree on whether the addon is there')
  return loaded.native
}
