// A link inside one process: two rings on a SharedArrayBuffer between threads (placements worker and attached).
// The doorbell is an eventfd where the addon is there, else a MessagePort.

import type { MessagePort } from 'node:worker_threads'
import { assert } from '../base/assert.js'
import { segmentBytesOf } from '../ring/layout.js'
import { loadNative } from '../ring/native.js'
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
  /** Rings this end; -1 without the addon. Owned by this end. */
  readonly ownDoorbell: number
  /** Rings the other end. Owned by the other end. */
  readonly peerDoorbell: number
  /** Without the addon: rings the other end, and is rung by it. With it: only tells the end's close. */
  readonly port: MessagePort
}

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
  const centerDoorbell = loaded.ok ? loaded.native.doorbellCreate() : -1
  const stationDoorbell = loaded.ok ? loaded.native.doorbellCreate() : -1
  const common = { carrier, memory, ringBytes }
  return {
    center: {
      ...common,
      side: 'center',
      ownDoorbell: centerDoorbell,
      peerDoorbell: stationDoorbell,
      port: channel.port1,
    },
    peer: {
      ...common,
      side: 'peer',
      ownDoorbell: stationDoorbell,
      peerDoorbell: centerDoorbell,
      port: channel.port2,
    },
  }
}

/** Opens an end in the thread that uses it. */
export function openMemoryLink(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd {
  const loaded = loadNative()
  const { port } = plan
  let isClosed = false
  let ringPeer = () => port.postMessage(null)
  let forgetDoorbell = () => {}
  if (plan.ownDoorbell >= 0) {
    assert(loaded.ok, 'threads of one process agree on whether the addon is there')
    const { native } = loaded
    ringPeer = () => {
      if (!isPeerClosed) native.doorbellRing(plan.peerDoorbell)
    }
    const remove = loop.addDoorbell(plan.ownDoorbell)
    forgetDoorbell = () => {
      remove()
      native.descriptorClose(plan.ownDoorbell)
    }
  }
  // The other end closes its own doorbell; its number may be another descriptor's after that.
  let isPeerClosed = false
  const { reader, writer } = ringsOf(plan.memory, plan.ringBytes, plan.side, () => ringPeer())
  const link: LinkEnd = {
    carrier: plan.carrier,
    reader,
    writer,
    onEnd: () => {},
    close: () => {
      if (isClosed) return
      isClosed = true
      loop.remove(reader)
      port.postMessage(kClosed)
      port.close()
      forgetDoorbell()
    },
  }
  const end = (reason: string) => {
    isPeerClosed = true
    if (!isClosed) link.onEnd(reason)
  }
  port.on('message', (message: unknown) => {
    if (message === kClosed) end('the other thread left')
    else loop.wake()
  })
  port.on('close', () => end('the other thread ended'))
  // A station in a worker thread lives as long as its link; the other ends live for other reasons.
  if (plan.carrier === 'worker' && plan.side === 'peer') port.ref()
  else port.unref()
  loop.add(reader)
  return link
}
