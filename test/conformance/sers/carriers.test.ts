// Carriers of Sers beyond plain TCP: ZeroMQ in both patterns, TLS, and origins of WebSockets.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import test from 'ava'
import { WebSocket } from 'ws'
import type { Dealer } from 'zeromq'
import { makeCertificate } from '../../support/certificate.js'
import {
  filesOf,
  frameBytes,
  json,
  kBeat,
  kReplyType,
  kRequestType,
  payloadOf,
  RawPeer,
  rpc,
} from '../../support/sers/raw-peer.js'
import { openWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

const zeroMq = await import('zeromq').catch(() => null)
const zeroMqTest = zeroMq === null ? test.skip : test

function dealerOf(identity: Buffer): Dealer {
  if (zeroMq === null) throw new Error('the test runs with the package alone')
  return new zeroMq.Dealer({ routingId: identity.toString('latin1'), linger: 0 })
}

/** A client of ZeroMQ: frames without their length, over one socket or over two. */
class ZeroMqClient {
  readonly #writer: Dealer
  readonly received: Buffer[][] = []

  constructor(endpoint: string, isDuplex: boolean, readsAtOnce = true) {
    const identity = Buffer.from('0200000000000000', 'hex')
    this.#writer = dealerOf(identity)
    this.#writer.connect(endpoint)
    let reader = this.#writer
    if (isDuplex) {
      reader = dealerOf(Buffer.from('0300000000000000', 'hex'))
    }
    this.sockets = [this.#writer, reader]
    this.#endpoint = endpoint
    if (isDuplex && readsAtOnce) this.connectReader()
    void this.#read(reader)
  }

  readonly sockets: readonly [Dealer, Dealer]
  readonly #endpoint: string

  connectReader(): void {
    this.sockets[1].connect(this.#endpoint)
  }

  async #read(reader: Dealer): Promise<void> {
    for await (const parts of reader) this.received.push(parts)
  }

  async send(type: number, sub: number, key: string, payload: Buffer): Promise<void> {
    await this.#writer.send(frameBytes(type, sub, key, payload).subarray(4))
  }

  /** Says goodbye, as the original does. */
  async leave(): Promise<void> {
    await this.#writer.send([Buffer.of(0), Buffer.of(0xff)])
    await this.#writer.send([Buffer.of(0), Buffer.of(0xff)])
  }

  async ask(payload: Buffer, key: string): Promise<Buffer> {
    await this.send(kRequestType, 0, key, payload)
    const isReply = ([frame]: Buffer[]) =>
      frame[0] === kReplyType && frame.toString('hex', 2, 10) === key
    await until(() => this.received.some(isReply))
    const [frame] = this.received.find(isReply) ?? [Buffer.alloc(0)]
    return frame.subarray(10)
  }
}

for (const isDuplex of [false, true]) {
  zeroMqTest(
    `ZeroMQ with ${isDuplex ? 'two sockets' : 'one socket'} carries frames without their length`,
    async (t) => {
      const world = await openWorld({
        listen: [
          { kind: 'tcp', host: '127.0.0.1', port: 0, tls: null },
          { kind: 'zmq', endpoint: 'tcp://127.0.0.1:*', isDuplex },
        ],
      })
      const client = new ZeroMqClient(world.addresses[1], isDuplex)
      await client.send(kRequestType, 1, 'a000000000000000', kBeat)
      await until(() => client.received.length === 1)
      t.deepEqual(client.received[0][0].subarray(10), kBeat)
      t.is((await client.ask(Buffer.from('SersCL'), 'a100000000000000')).toString(), 'true')
      const value = JSON.stringify({
        serviceStationInfo: {},
        apiNodes: [{ apiDesc: { route: '/zmq/a' } }],
      })
      const registered = await client.ask(
        payloadOf(rpc('/_sys_/serviceStation/regist', { source: 'Internal' }), value),
        'a200000000000000',
      )
      t.is(json(filesOf(registered)[1]).success, true)
      const caller = await RawPeer.certified(world)
      const call = caller.call('/zmq/a', { value: 'x' })
      const isCall = ([frame]: Buffer[]) => frame[0] === kRequestType && frame[1] === 0
      await until(() => client.received.some(isCall))
      const [request] = client.received.find(isCall) ?? [Buffer.alloc(0)]
      await client.send(
        kReplyType,
        0,
        request.toString('hex', 2, 10),
        payloadOf('', '{"from":"zmq"}'),
      )
      t.is((await call).value.from, 'zmq')
      await client.leave()
      await until(() => world.hub.stations.peers.size === 0)
      for (const socket of new Set(client.sockets)) socket.close()
      caller.close()
      await world.close()
    },
  )
}

zeroMqTest('a client whose reading socket comes late misses nothing', async (t) => {
  const world = await openWorld({
    listen: [{ kind: 'zmq', endpoint: 'tcp://127.0.0.1:*', isDuplex: true }],
  })
  const client = new ZeroMqClient(world.addresses[0], true, false)
  await client.send(kRequestType, 1, 'a000000000000000', kBeat)
  await client.send(kRequestType, 0, 'a100000000000000', Buffer.from('SersCL'))
  await until(() => [...world.hub.peers].some(({ isCertified }) => isCertified))
  client.connectReader()
  await until(() => client.received.length === 2)
  t.is(client.received[1][0].subarray(10).toString(), 'true')
  for (const socket of new Set(client.sockets)) socket.close()
  await world.close()
})

/** Node cannot send urgent bytes. */
const hasPython = spawnSync('python3', ['-c', '']).status === 0
const pythonTest = hasPython ? test : test.skip

/** As the Java client does it: an urgent byte before each heartbeat, and a write for each part of a frame. */
const kUrgent = `
import socket, struct, sys
peer = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for key in range(100):
    peer.send(b'\\xff', socket.MSG_OOB)
    for part in (struct.pack('<i', 27), b'\\1\\1', struct.pack('<q', key), b'Sers.Mq.Socket.v1'):
        peer.sendall(part)
    reply = b''
    while len(reply) < 31:
        part = peer.recv(31 - len(reply))
        if part == b'':
            sys.exit('closed at ' + str(key))
        reply += part
    if reply != struct.pack('<ibbq', 27, 2, 0, key) + b'Sers.Mq.Socket.v1':
        sys.exit('wrong at ' + str(key) + ': ' + reply.hex())
`

pythonTest(
  'the urgent byte that Java clients send before a heartbeat is no part of the stream',
  async (t) => {
    const world = await openWorld()
    const child = spawn('python3', ['-c', kUrgent, String(world.port)], { stdio: 'inherit' })
    const code = await new Promise((resolve) => child.once('exit', resolve))
    t.is(code, 0)
    await world.close()
  },
)

test('TCP speaks TLS where there is a certificate', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-tls-'))
  const { certFile, keyFile, pem } = makeCertificate(folder)
  const tls = { cert: pem, key: readFileSync(keyFile, 'utf8') }
  t.truthy(certFile)
  const world = await openWorld({ listen: [{ kind: 'tcp', host: '127.0.0.1', port: 0, tls }] })
  const socket = connectTls({
    port: world.port,
    host: '127.0.0.1',
    ca: pem,
    servername: 'localhost',
  })
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  const peer = new RawPeer(socket)
  t.is((await peer.ask(Buffer.from('SersCL'))).toString(), 'true')
  t.deepEqual(await peer.beat(), kBeat)
  peer.close()
  await world.close()
  rmSync(folder, { recursive: true })
})

test('a WebSocket of an origin that is not listed is refused', async (t) => {
  const origins = ['https://good.example']
  const world = await openWorld({
    listen: [{ kind: 'ws', host: '127.0.0.1', port: 0, tls: null, origins }],
  })
  const url = `ws://127.0.0.1:${world.port}`
  const outcome = (origin: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(url, { origin })
      socket.on('open', () => {
        socket.terminate()
        resolve('open')
      })
      socket.on('error', (error) => resolve(error.message))
    })
  t.is(await outcome(origins[0]), 'open')
  t.regex(await outcome('https://evil.example'), /403/)
  await world.close()
})

test('strangers are bounded, in total and for each address', async (t) => {
  const world = await openWorld({ uncertifiedPerAddressMax: 3 })
  const strangers = [
    await RawPeer.open(world),
    await RawPeer.open(world),
    await RawPeer.open(world),
  ]
  await until(() => world.hub.peers.size === 3)
  const refused = await RawPeer.open(world)
  await until(() => refused.isEnded)
  t.is((await strangers[0].ask(Buffer.from('SersCL'))).toString(), 'true')
  const next = await RawPeer.open(world)
  t.deepEqual(await next.beat(), kBeat)
  await world.close()
})

test('an address that guesses waits longer for each answer', async (t) => {
  const world = await openWorld()
  const guess = async () => {
    const peer = await RawPeer.open(world)
    const start = performance.now()
    t.is((await peer.ask(Buffer.from('guess'))).toString(), 'false')
    return performance.now() - start
  }
  for (let count = 0; count < 5; count++) await guess()
  t.true((await guess()) >= 245)
  t.true((await guess()) >= 495)
  await world.close()
})
