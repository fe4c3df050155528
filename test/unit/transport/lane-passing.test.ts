// How a lane comes to a peer: the memory that the center makes, and the socket that brings it.

import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { loadNative } from '../../../src/ring/native.js'
import { ReaderLoop } from '../../../src/ring/reader-loop.js'
import { processDescriptors } from '../../../src/transport/descriptors.js'
import { controlFrame } from '../../../src/transport/handshake.js'
import type { LaneEnd } from '../../../src/transport/lane-end.js'
import { LaneMemory } from '../../../src/transport/lane-memory.js'
import { PeerSocket } from '../../../src/transport/peer-socket.js'
import { kFrameHeaderBytes, kindWord, kKindRequest, writeHeader } from '../../../src/wire/frame.js'
import { kVerdictPaused, kVerdictWord } from '../../../src/wire/lane-ledger.js'
import { kCallsWord, kStatsBlockWords } from '../../../src/wire/stats-block.js'
import { laneOpen } from '../../support/lane-pair.js'
import { until } from '../../support/until.js'

const loaded = loadNative()
const withAddon = loaded.ok ? test.serial : test.skip
const kRingBytes = 1 << 16
const kLane = 3

/** A peer's socket, and the center's side of it. */
async function openSocket() {
  if (!loaded.ok) throw new Error(loaded.reason)
  const { native } = loaded
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-lane-'))
  const path = join(folder, 'socket')
  const server = createServer()
  server.listen(path)
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const loop = new ReaderLoop(() => 0)
  const opened: LaneEnd[] = []
  const said: string[] = []
  const door = {
    onOpen: (_open: unknown, end: LaneEnd) => opened.push(end),
    onRefused: ({ lane }: { lane: number }) => said.push(`refused ${lane}`),
    onOver: ({ lane, isLost }: { lane: number; isLost: boolean }) =>
      said.push(`over ${lane} ${isLost}`),
  }
  const descriptor = native.pipeConnect(path)
  const peer = new PeerSocket(
    native,
    processDescriptors(native),
    descriptor,
    loop,
    () => door,
    (reason) => said.push(`ended: ${reason}`),
  )
  const [center] = await accepted
  const handle: unknown = Reflect.get(center, '_handle')
  const centerFd = Number(Reflect.get(Object(handle), 'fd'))
  const pass = (message: Buffer, descriptors: readonly number[]) =>
    native.pipeSend(centerFd, message, descriptors)
  const close = () => {
    for (const end of opened) end.close()
    peer.close()
    loop.close()
    center.destroy()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { native, center, opened, said, pass, close }
}

const openMessage = (side: 'caller' | 'station', lane = kLane) =>
  controlFrame(laneOpen({ side, lane, ringBytes: kRingBytes }))

withAddon(
  'two ends that were passed reach each other, and each its own ledger alone',
  async (t) => {
    const socket = await openSocket()
    const { native, opened, pass } = socket
    const memory = new LaneMemory(native, kLane, kRingBytes)
    pass(openMessage('caller'), memory.passedTo('caller'))
    pass(openMessage('station'), memory.passedTo('station'))
    await until(() => opened.length === 2)
    memory.closeDescriptors()
    const [caller, station] = opened
    if (caller === undefined || station === undefined) throw new Error('both are there')
    const at = caller.writer.tryReserve(kFrameHeaderBytes) >> 2
    const kind = kindWord(kKindRequest, 0, 0)
    writeHeader(caller.writer.words, at, kFrameHeaderBytes, kind, 42, 0, 0, 0, 0)
    caller.writer.publish()
    t.true(station.reader.hasRecords())
    t.false(caller.reader.hasRecords())
    memory.setVerdict('station', kVerdictPaused)
    t.is(station.ledger[kVerdictWord], kVerdictPaused)
    t.not(caller.ledger[kVerdictWord], kVerdictPaused)
    station.counts[kCallsWord] = 7
    caller.counts[kCallsWord] = 9
    const counts = new Float64Array(kStatsBlockWords)
    memory.readCounts(counts)
    t.is(counts[kCallsWord], 7)
    memory.release()
    socket.close()
  },
)

withAddon('nothing is left open when both sides have let go', async (t) => {
  const count = () => readdirSync('/proc/self/fd').length
  const socket = await openSocket()
  const before = count()
  const memory = new LaneMemory(socket.native, kLane, kRingBytes)
  socket.pass(openMessage('caller'), memory.passedTo('caller'))
  await until(() => socket.opened.length === 1)
  t.true(count() > before)
  for (const end of socket.opened) end.close()
  memory.release()
  memory.release()
  await until(() => count() <= before)
  t.pass()
  socket.close()
})

withAddon('memory of another lane is refused, and the socket goes on', async (t) => {
  const socket = await openSocket()
  const { native, said, opened, pass } = socket
  const memory = new LaneMemory(native, kLane + 1, kRingBytes)
  pass(openMessage('caller'), memory.passedTo('caller'))
  pass(openMessage('caller', 9), [...memory.passedTo('caller')].reverse())
  pass(controlFrame({ type: 'lane-over', lane: 1, isLost: true }), [])
  await until(() => said.length === 3)
  t.deepEqual(said, [`refused ${kLane}`, 'refused 9', 'over 1 true'])
  t.deepEqual(opened, [])
  memory.release()
  socket.close()
})

withAddon('a message that comes in pieces is one', async (t) => {
  const { center, said, close } = await openSocket()
  const both = Buffer.concat([
    controlFrame({ type: 'lane-over', lane: 1, isLost: false }),
    controlFrame({ type: 'lane-over', lane: 2, isLost: true }),
  ])
  for (const byte of both) {
    center.write(Buffer.from([byte]))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => said.length === 2)
  t.deepEqual(said, ['over 1 false', 'over 2 true'])
  close()
})

for (const [what, bytes, reason] of [
  ['a lane without descriptors', openMessage('caller'), /4 descriptors/],
  ['a goodbye', controlFrame({ type: 'goodbye', reason: '', retryAfterMs: 0 }), /not goodbye/],
  ['nonsense', Buffer.alloc(64, 0x5a), /control frame/],
] as const) {
  withAddon(`${what} by the socket ends the link`, async (t) => {
    const { center, said, close } = await openSocket()
    center.write(bytes)
    await until(() => said.length > 0)
    t.regex(said[0] ?? '', reason)
    close()
  })
}

withAddon('the end of the socket ends the link', async (t) => {
  const { center, said, close } = await openSocket()
  center.destroy()
  await until(() => said.length > 0)
  t.deepEqual(said, ['ended: the peer is gone'])
  close()
})
