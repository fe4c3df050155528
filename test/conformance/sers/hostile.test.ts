// Malformed and hostile peers cost themselves their connection, and nobody else anything.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import fc from 'fast-check'
import { WebSocket } from 'ws'
import {
  frameBytes,
  kBeat,
  kRequestType,
  payloadOf,
  RawPeer,
  rpc,
} from '../../support/sers/raw-peer.js'
import { vectors } from '../../support/sers/vectors.js'
import { openWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

const kOk = payloadOf('', '{"success":true}')
const kRuns = 300

/** A busy pair of peers beside whatever else happens; fails when anything is wrong with a call. */
async function bystanders(world: Awaited<ReturnType<typeof openWorld>>) {
  const peer = await RawPeer.certified(world)
  peer.onCall = () => kOk
  await peer.register('bystander', [{ route: '/bystander/a' }])
  return {
    check: async () => {
      const reply = await peer.ask(payloadOf(rpc('/bystander/a'), ''))
      if (!reply.equals(kOk)) throw new Error(`the bystander got ${reply.toString()}`)
    },
  }
}

/** What the table of bad frames in docs/SERS.md says: the bytes, and whether the connection lives on. */
const kBadFrames: readonly (readonly [name: string, hex: string, lives: boolean])[] = [
  ['no bytes', '00000000', true],
  ['one byte', '0100000001', true],
  ['two bytes', '020000000100', true],
  ['a request without a key', '050000000100000000', true],
  ['a message without a payload', '030000000300ff', true],
  ['a reply to nobody', '0e00000002000102030405060708deadbeef', true],
  ['a heartbeat reply to nobody', '0b00000002010000000000000040ff', true],
  ['a request of another sort', `0b00000001${'09'}0102030405060708ff`, true],
  ['a negative length', 'ffffffff', false],
  ['the least length', '00000080', false],
  ['two gibibytes', 'ffffff7f', false],
  ['type 0', '03000000000000', false],
  ['type 4', '03000000040000', false],
  ['type 255', '03000000ff0000', false],
]

for (const [name, hex, lives] of kBadFrames) {
  test(`bad frame: ${name}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'sers-hostile-'))
    const path = join(folder, 'pipe')
    const host = '127.0.0.1'
    const world = await openWorld({
      listen: [
        { kind: 'tcp', host, port: 0, tls: null },
        { kind: 'pipe', path, mode: 0o600 },
        { kind: 'ws', host, port: 0, tls: null, origins: null },
      ],
    })
    const { check } = await bystanders(world)
    const peers = [
      await RawPeer.open(world),
      await RawPeer.certified(world),
      await RawPeer.open({ path }),
      await RawPeer.openWebSocket(Number(world.addresses[2].split(':')[1])),
    ]
    for (const peer of peers) {
      peer.socket.write(Buffer.from(hex, 'hex'))
      if (lives) t.deepEqual(await peer.beat(), kBeat)
      else await until(() => peer.isEnded)
      await check()
    }
    t.pass()
    await world.close()
    rmSync(folder, { recursive: true })
  })
}

test('changed recordings disturb nobody', async (t) => {
  // Some recordings govern: a limit that they set would hold for the bystander, too.
  const goverAccess = 'admin'
  const world = await openWorld({ requestTimeoutMs: 1_000, certifyTimeoutMs: 1_000, goverAccess })
  const { check } = await bystanders(world)
  const corpus = vectors.flatMap(({ frames }) =>
    frames.filter(({ dir }) => dir === 'client→center').map(({ hex }) => Buffer.from(hex, 'hex')),
  )
  const change = fc.record({
    frame: fc.nat(corpus.length - 1),
    isCertified: fc.boolean(),
    edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
    cut: fc.option(fc.nat()),
    keepsLength: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(change, async ({ frame, isCertified, edits, cut, keepsLength }) => {
      const bytes = Buffer.from(corpus[frame])
      const from = keepsLength ? Math.min(4, bytes.length) : 0
      for (const [at, value] of edits) {
        if (bytes.length > from) bytes[from + (at % (bytes.length - from))] = value
      }
      const sent = cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1))
      const peer = isCertified ? await RawPeer.certified(world) : await RawPeer.open(world)
      peer.socket.write(sent)
      peer.socket.end()
      await check()
    }),
    { numRuns: kRuns },
  )
  await until(() => world.hub.peers.size === 1)
  await check()
  t.is([...world.hub.stations.peers.values()].length, 1)
  await world.close()
})

test('a caller that sends garbage in every file gets an answer to each call', async (t) => {
  const world = await openWorld()
  const peer = await RawPeer.certified(world)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
      async (files) => {
        const reply = await peer.ask(payloadOf(...files.map((file) => Buffer.from(file))))
        return reply.length >= 8
      },
    ),
    { numRuns: kRuns },
  )
  t.pass()
  await world.close()
})

test('a flood of connections that leave at once leaves nothing behind', async (t) => {
  const world = await openWorld()
  const { check } = await bystanders(world)
  for (let round = 0; round < 10; round++) {
    const peers = await Promise.all(Array.from({ length: 50 }, () => RawPeer.certified(world)))
    for (const peer of peers) {
      peer.message(1, `title ${round}`)
      peer.socket.write(
        frameBytes(kRequestType, 0, peer.newKey(), payloadOf(rpc('/bystander/a'), 'x')),
      )
      peer.close()
    }
  }
  await check()
  await until(() => world.hub.peers.size === 1)
  await check()
  t.false(world.hub.topics.isWanted('title 0'))
  t.is([...world.hub.stations.peers.values()][0].slots.count, 0)
  await world.close()
})

test('a caller that floods a station is refused, and the station keeps its connection', async (t) => {
  const world = await openWorld({ waitingBytesMax: 1024 * 1024 })
  const { check } = await bystanders(world)
  const station = await RawPeer.certified(world)
  await station.register('slow', [{ route: '/slow/a' }])
  station.socket.pause()
  const caller = await RawPeer.certified(world)
  const value = Buffer.alloc(64 * 1024)
  const key = caller.newKey()
  // The sockets of both ends take some megabytes before anything waits here.
  let isRefused = false
  for (let count = 0; count < 400 && !isRefused; count++) {
    caller.socket.write(frameBytes(kRequestType, 0, key, payloadOf(rpc('/slow/a'), value)))
    await caller.beat()
    isRefused = caller.frames.some(({ payload }) => payload.includes('Too Many Requests'))
  }
  t.true(isRefused)
  t.is(world.hub.stations.peers.size, 2)
  await check()
  await world.close()
  station.close()
})

test('a stranger on WebSocket may not begin a message that is larger than its frames', async (t) => {
  const world = await openWorld({
    listen: [{ kind: 'ws', host: '127.0.0.1', port: 0, tls: null, origins: null }],
  })
  const socket = new WebSocket(`ws://127.0.0.1:${world.port}`)
  let isClosed = false
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
  })
  await until(() => socket.readyState === WebSocket.OPEN)
  const part = Buffer.alloc(16 * 1024)
  for (let count = 0; count < 64 && !isClosed; count++) {
    socket.send(part, { binary: true, fin: false })
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => isClosed && world.hub.peers.size === 0)
  t.pass()
  await world.close()
})

test('a stranger that takes no answers loses its connection long before a station would', async (t) => {
  const world = await openWorld()
  const stranger = await RawPeer.open(world)
  stranger.socket.pause()
  const beats = Buffer.concat(
    Array.from({ length: 2_000 }, () => frameBytes(kRequestType, 1, stranger.newKey(), kBeat)),
  )
  // The sockets of both ends take some megabytes before anything waits here.
  for (let count = 0; count < 1_000 && world.hub.peers.size > 0; count++) {
    stranger.socket.write(beats)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => world.hub.peers.size === 0)
  t.pass()
  await world.close()
  stranger.close()
})

test('the largest message is no fault of those who get it', async (t) => {
  const world = await openWorld({ frameBytesMax: 1024 * 1024, waitingBytesMax: 256 * 1024 })
  const peer = await RawPeer.certified(world)
  peer.message(1, 'large')
  const body = Buffer.alloc(1024 * 1024 - 100, 7)
  for (let count = 1; count <= 3; count++) {
    peer.message(0, 'large', body)
    await until(() => peer.messages().length === count)
  }
  t.true(peer.messages().every((message) => message.body.equals(body)))
  await world.close()
})

test('services that nobody offers are forgotten before they become too many', async (t) => {
  const world = await openWorld({ servicesMax: 100 })
  const peer = await RawPeer.certified(world)
  for (let round = 0; round < 12; round++) {
    const nodes = Array.from({ length: 20 }, (_, at) => ({ route: `/r${round}/${at}` }))
    await peer.register('many', nodes)
    t.true(world.hub.table.services.size <= 120)
  }
  t.regex(world.told.join(), /forgotten/)
  await world.close()
})
