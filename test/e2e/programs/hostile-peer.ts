// A process that does its worst, one deed after the other, as it is told; or burns as much of a core without doing harm.
// Argument: path of the center's pipe. Messages: { deed, ms, cpuMs, seed } → { done, cpuMs, count }.

import {
  kHeadPositionOffset,
  kPageBytes,
  kProducerWaitingOffset,
  kRingHeaderBytes,
  kTailPositionOffset,
} from '../../../src/ring/layout.js'
import { kFull } from '../../../src/ring/ring-writer.js'
import {
  kBodyBytes,
  kFlagContinued,
  kFlagNamed,
  kindWord,
  kKindCancel,
  kKindHeartbeat,
  kKindIntern,
  kKindMessage,
  kKindRequest,
  writeHeader,
} from '../../../src/wire/frame.js'
import { seededRandom } from '../../support/seeded-random.js'
import type { Deed, DeedDone, DeedOrder } from '../hostile/deeds.js'
import { frameOf, offered, RawPeer } from '../hostile/raw-peer.js'
import { kHeartbeatBytes, Scribbler } from '../hostile/scribbler.js'

const [pipe = ''] = process.argv.slice(2)
const kRoute = 'POST /echo'
/** Bytes that a flood leaves in the socket of this process before it lets the center take some. */
const kUnsentBytesMax = 512 * 1024
const kBurnStepMs = 4
const kKindMax = 12

type Worst = (order: DeedOrder, isOver: () => boolean, random: () => number) => Promise<number>

const kDeeds: Readonly<Record<Deed, Worst>> = {
  scribble,
  lie,
  truncate,
  flood,
  neverReads,
  neverAnswers,
  burn,
}

/** Writes anything anywhere into the segment, and comes back when its link was ended. */
async function scribble(_order: DeedOrder, isOver: () => boolean, random: () => number) {
  const pick = (count: number) => Math.floor(random() * count)
  let count = 0
  while (!isOver()) {
    const peer = await Scribbler.join(pipe)
    for (; !isOver() && !peer.isEnded; count++) {
      const at = peer.end.writer.tryReserve(kHeartbeatBytes)
      if (at > 0) {
        const kind = kindWord(random() < 0.9 ? kKindHeartbeat : pick(kKindMax), 0, 0)
        writeHeader(peer.words, at >> 2, kHeartbeatBytes, kind, 0, 0, 0, 0, 0)
        peer.end.writer.publish()
      }
      const out = peer.outWord(0)
      const places = [
        pick(kPageBytes >> 2),
        out + pick(kRingHeaderBytes >> 2),
        out + (kRingHeaderBytes >> 2) + pick(4_096),
        pick(peer.words.length),
      ]
      peer.words[places[pick(places.length)]] = pick(4) === 0 ? pick(256) : pick(2 ** 32) | 0
      if (count % 16 === 0) await turn()
    }
    peer.close()
  }
  return count
}

/** Publishes lengths, slots, generations, handles and positions that cannot be. */
async function lie(_order: DeedOrder, isOver: () => boolean, random: () => number) {
  const pick = (count: number) => Math.floor(random() * count)
  const lies = [0, -1, 31, 33, 0x7fff_ffff, -0x8000_0000, 65_536, 1 << 20]
  const fields = [kTailPositionOffset, kHeadPositionOffset, kProducerWaitingOffset]
  let count = 0
  while (!isOver()) {
    const peer = await Scribbler.join(pipe)
    for (; !isOver() && !peer.isEnded; count++) {
      const isPosition = pick(20) === 0
      const value = lies[pick(lies.length)]
      if (isPosition) Atomics.store(peer.words, peer.outWord(fields[pick(fields.length)]), value)
      else if (peer.end.writer.tryReserve(kHeartbeatBytes) === kFull) await turn()
      else {
        peer.publish(1 + pick(kKindMax), (words, at) => {
          words[at + pick(8)] = value
        })
      }
      if (count % 16 === 0) await turn()
    }
    peer.close()
  }
  return count
}

/** Ends in the middle of hellos, frames and bodies, again and again. */
async function truncate(_order: DeedOrder, isOver: () => boolean, random: () => number) {
  let count = 0
  for (; !isOver(); count++) {
    const peer = random() < 0.5 ? await RawPeer.knock(pipe) : await RawPeer.join(pipe)
    const body = Buffer.alloc(2_000)
    const frame = frameOf({ kind: kKindRequest, flags: kBodyBytes | kFlagContinued, body })
    peer.send(frame.subarray(0, Math.floor(random() * frame.length)))
    await turn()
    peer.end()
  }
  return count
}

/** Sends whatever costs the center work and nobody else, as fast as it is taken. */
async function flood(_order: DeedOrder, isOver: () => boolean) {
  let count = 0
  while (!isOver()) {
    const peer = await RawPeer.join(pipe)
    peer.discard()
    const names = ['GET /not/there', 'GET /neither/this'].map((name, target) =>
      frameOf({ kind: kKindIntern, target, body: Buffer.from(name) }),
    )
    const topic = Buffer.from('nobody.listens')
    const frames = [
      ...names,
      frameOf({ kind: kKindIntern, flags: kFlagNamed, target: 2, body: topic }),
    ]
    for (let slot = 0; slot < 200; slot++) {
      const call = { slot, generation: slot, timeoutMs: 1_000 }
      frames.push(frameOf({ kind: kKindRequest, ...call, target: slot & 1 }))
      frames.push(frameOf({ kind: kKindCancel, ...call }))
      frames.push(frameOf({ kind: kKindMessage, target: 2, body: Buffer.alloc(64) }))
      frames.push(frameOf({ kind: kKindHeartbeat }))
    }
    const bytes = Buffer.concat(frames)
    for (; !isOver() && !peer.isClosed; count += frames.length) {
      peer.send(bytes)
      while (peer.socket.writableLength > kUnsentBytesMax && !peer.isClosed && !isOver())
        await turn()
    }
    peer.end()
  }
  return count
}

/** Calls a good route with large bodies and takes no reply. */
async function neverReads(_order: DeedOrder, isOver: () => boolean) {
  let count = 0
  while (!isOver()) {
    const peer = await RawPeer.join(pipe)
    peer.socket.pause()
    peer.frame({ kind: kKindIntern, target: 0, body: Buffer.from(kRoute) })
    const body = Buffer.alloc(8_000)
    for (; !isOver() && !peer.isClosed; count++) {
      const slot = count % 60_000
      peer.frame({
        kind: kKindRequest,
        flags: kBodyBytes,
        slot,
        generation: 1,
        timeoutMs: 500,
        body,
      })
      while (peer.socket.writableLength > kUnsentBytesMax && !peer.isClosed && !isOver())
        await turn()
    }
    peer.end()
  }
  return count
}

/** Offers a route, and answers none of its calls; calls them itself. */
async function neverAnswers(_order: DeedOrder, isOver: () => boolean) {
  const station = await RawPeer.join(pipe, 'mute')
  await station.register(offered(0, 'POST /mute'))
  station.discard()
  const caller = await RawPeer.join(pipe, 'patient')
  caller.discard()
  caller.frame({ kind: kKindIntern, target: 0, body: Buffer.from('POST /mute') })
  let count = 0
  for (; !isOver() && !caller.isClosed; count++) {
    const call = { slot: count % 60_000, generation: count, timeoutMs: 300 }
    caller.frame({ kind: kKindRequest, ...call, body: Buffer.alloc(200) })
    while (caller.socket.writableLength > kUnsentBytesMax && !isOver()) await turn()
    if (count % 64 === 0) await turn()
  }
  station.end()
  caller.end()
  return count
}

/** Uses as much processor time, evenly, and hurts nobody. */
async function burn({ ms, cpuMs }: DeedOrder, isOver: () => boolean) {
  const share = Math.min(1, cpuMs / ms)
  const startMs = performance.now()
  let burntMs = 0
  while (!isOver()) {
    const stepMs = performance.now()
    while (performance.now() - stepMs < kBurnStepMs);
    burntMs += performance.now() - stepMs
    const aheadMs = burntMs / Math.max(share, 0.001) - (performance.now() - startMs)
    await (aheadMs > 1
      ? new Promise((resolve) => setTimeout(resolve, Math.min(aheadMs, 50)))
      : turn())
  }
  return burntMs
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

process.on('message', (order: DeedOrder) => {
  const endMs = performance.now() + order.ms
  const before = process.cpuUsage()
  const isOver = () => performance.now() >= endMs
  const tell = (fault: string | null, count: number) => {
    const { user, system } = process.cpuUsage(before)
    const done: DeedDone = { fault, cpuMs: (user + system) / 1_000, count }
    process.send?.(done)
  }
  kDeeds[order.deed](order, isOver, seededRandom(order.seed)).then(
    (count) => tell(null, count),
    (error: unknown) => tell(String(error), 0),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ joined: process.pid })
