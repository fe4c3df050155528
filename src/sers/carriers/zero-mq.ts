// Sers over ZeroMQ: one ROUTER socket, a message a frame, without its length. The package is optional.
//
// A ROUTER does not say when a peer is gone: heartbeats, the goodbye of the peer, and messages that nobody takes tell it.

import type { Router } from 'zeromq'
import { systemClock } from '../../base/clock.js'
import { centerError } from '../../base/errors.js'
import { type SersFrame, sersFrameBytes, writeSersFrame } from '../../wire/sers/frame.js'
import { noteBytesIn, noteBytesOut } from '../health.js'
import type { Hub } from '../hub.js'
import type { SersListen } from '../options.js'
import type { Peer } from '../peer.js'
import type { Wire } from '../wire.js'
import type { Listener } from './stream-listeners.js'

/** Both parts of a goodbye; it is sent twice. */
const kGoodbye = [Buffer.of(0), Buffer.of(0xff)]
const kLengthBytes = 4
/** Milliseconds before a peer whose queue is full is tried again. */
const kFullWaitMs = 5
/** Milliseconds in which a peer has to be reached first. */
const kComingMs = 5_000
/** Bytes of an identity of ZeroMQ; those of Sers have 8. */
const kIdentityBytesMax = 255

/** Details of the error that says that the package is not there. */
export type MissingPackage = 'zeromq'

type Waiting = { readonly parts: Buffer[]; readonly bytes: number }

/** Sends for all peers of a socket: ZeroMQ takes one message at a time. */
class Sender {
  readonly #router: Router
  readonly #wires = new Set<ZeroMqWire>()
  #isRunning = false

  constructor(router: Router) {
    this.#router = router
  }

  add(wire: ZeroMqWire): void {
    this.#wires.add(wire)
    if (!this.#isRunning) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#wires.size > 0) {
      let hasSent = false
      for (const wire of this.#wires) {
        if (await this.#sendOf(wire)) hasSent = true
        if (wire.queue.length === 0) this.#wires.delete(wire)
      }
      if (!hasSent) await new Promise((resolve) => setTimeout(resolve, kFullWaitMs))
    }
    this.#isRunning = false
  }

  /** @returns false when nothing went, for the peer takes nothing. */
  async #sendOf(wire: ZeroMqWire): Promise<boolean> {
    for (let count = 0; wire.queue.length > 0; count++) {
      const [{ parts, bytes }] = wire.queue
      try {
        await this.#router.send([wire.identity, ...parts])
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : ''
        if (code === 'EAGAIN' || (code === 'EHOSTUNREACH' && wire.isComing())) return count > 0
        wire.queue.length = 0
        wire.onGone(`it cannot be reached: ${String(error)}`)
        return true
      }
      wire.queue.shift()
      wire.waitingBytes -= bytes
      wire.isReached = true
    }
    return true
  }
}

class ZeroMqWire implements Wire {
  readonly kind = 'zmq'
  readonly address: string
  readonly isLocal: boolean
  readonly identity: Buffer
  readonly queue: Waiting[] = []
  waitingBytes = 0
  wantsSingleWrites = false
  onGone: (reason: string) => void = () => {}
  /** It has taken something. */
  isReached = false
  readonly #sender: Sender
  readonly #sinceMs = systemClock.nowMs()

  constructor(identity: Buffer, endpoint: string, sender: Sender) {
    this.identity = identity
    this.address = endpoint
    this.isLocal = isLocalEndpoint(endpoint)
    this.#sender = sender
  }

  /** The socket that reads for a peer may come after the one that writes for it. */
  isComing(): boolean {
    return !this.isReached && systemClock.nowMs() - this.#sinceMs < kComingMs
  }

  send(frames: readonly SersFrame[]): void {
    for (const frame of frames) {
      const whole = Buffer.allocUnsafe(sersFrameBytes(frame))
      writeSersFrame(whole, 0, frame)
      noteBytesOut(whole.length)
      this.#put([whole.subarray(kLengthBytes)], whole.length)
    }
  }

  end(): void {
    for (let count = 0; count < 2; count++) this.#put(kGoodbye, kGoodbye.length)
  }

  cut(): void {
    this.queue.length = 0
    this.waitingBytes = 0
    this.end()
  }

  #put(parts: Buffer[], bytes: number): void {
    this.queue.push({ parts, bytes })
    this.waitingBytes += bytes
    this.#sender.add(this)
  }
}

/** Rejects with ERR_LISTEN, also when the package is not there. */
export async function listenZeroMq(
  listen: SersListen & { kind: 'zmq' },
  hub: Hub,
): Promise<Listener> {
  const { endpoint, isDuplex } = listen
  const router = await openRouter(endpoint, hub.frameBytesMax)
  const sender = new Sender(router)
  const peers = new Map<string, Peer>()
  const taking = take(router, (identity, parts) => {
    if (identity.length > kIdentityBytesMax) return
    const key = identity.toString('latin1')
    const known = peers.get(key)
    if (parts.length > 1) {
      known?.onGone('the peer said goodbye')
      peers.delete(key)
      return
    }
    const peer = known?.isOpen === true ? known : open(identity)
    if (peer === null) return
    peers.set(key, peer)
    noteBytesIn(parts[0].length)
    peer.onWhole(parts[0])
    if (!peer.isOpen) peers.delete(key)
  })
  const open = (identity: Buffer): Peer | null => {
    const wire = new ZeroMqWire(isDuplex ? readerOf(identity) : identity, endpoint, sender)
    const peer = hub.onConnection(wire)
    wire.onGone = (reason) => peer?.onGone(reason)
    return peer
  }
  const sweep = setInterval(() => {
    for (const [key, peer] of peers) if (!peer.isOpen) peers.delete(key)
  }, kSweepMs)
  sweep.unref()
  // A thread that ends while the library still closes a socket takes the whole process along.
  const close = async () => {
    clearInterval(sweep)
    router.close()
    await taking
    await new Promise((resolve) => setTimeout(resolve, kClosedWaitMs))
  }
  return { address: router.lastEndpoint ?? endpoint, close }
}

/** Milliseconds in which the library lets go of what a closed socket had. */
const kClosedWaitMs = 20

/** Milliseconds between two looks for connections that are over. */
const kSweepMs = 10_000

async function openRouter(endpoint: string, frameBytesMax: number): Promise<Router> {
  const refuse = (reason: string) => centerError('ERR_LISTEN', { address: endpoint, reason })
  let zeroMq: typeof import('zeromq')
  try {
    zeroMq = await import('zeromq')
  } catch (error) {
    const missing: MissingPackage = 'zeromq'
    const reason = `the optional package zeromq cannot be loaded: ${String(error)}`
    throw centerError('ERR_LISTEN', { address: endpoint, reason }, missing)
  }
  const router = new zeroMq.Router({
    mandatory: true,
    sendTimeout: 0,
    linger: 1_000,
    maxMessageSize: frameBytesMax,
  })
  try {
    await router.bind(endpoint)
  } catch (error) {
    router.close()
    throw refuse(String(error))
  }
  return router
}

async function take(
  router: Router,
  onMessage: (identity: Buffer, parts: Buffer[]) => void,
): Promise<void> {
  for await (const [identity, ...parts] of router) {
    if (parts.length > 0) onMessage(identity, parts)
  }
}

/** A client of the second pattern writes as 2k and reads as 2k + 1. */
function readerOf(identity: Buffer): Buffer {
  const reader = Buffer.from(identity)
  if (reader.length > 0) reader[0] |= 1
  return reader
}

function isLocalEndpoint(endpoint: string): boolean {
  return /^(ipc:|inproc:|tcp:\/\/(127\.|localhost|\[::1\]))/.test(endpoint)
}
