import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import test from 'ava'
import { kUnknownConnectionsMax } from '../../../src/base/limits.js'
import { ReaderLoop } from '../../../src/ring/reader-loop.js'
import { controlFrame } from '../../../src/transport/handshake.js'
import { kOnlyPlace } from '../../../src/transport/link.js'
import { LinkListener } from '../../../src/transport/link-listener.js'
import { kProtocolVersion } from '../../../src/wire/control.js'
import { makeCertificate } from '../../support/certificate.js'
import { until } from '../../support/until.js'

const kRingBytes = 65_536
const kSurplus = 12
const kHello = controlFrame({
  type: 'hello',
  protocol: kProtocolVersion,
  name: 'guest',
  version: '0',
  pid: process.pid,
  carrier: 'tcp',
  token: '',
  takesLanes: false,
  takesBranches: true,
})

type Door = {
  readonly port: number
  readonly pem: string
  readonly refusals: string[]
  linkCount(): number
  close(): void
}

/** A listener on TLS, or on TCP. */
async function openDoor(isTls: boolean): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-listener-'))
  const certificate = makeCertificate(folder)
  const refusals: string[] = []
  const ends: { close(): void }[] = []
  const loop = new ReaderLoop(() => 0)
  const listener = new LinkListener(
    { center: 'test', token: null, ringBytes: kRingBytes, loop },
    {
      grant: () => ({ ...kOnlyPlace, linkIndex: ends.length, generation: 1 }),
      onLink: (end) => ends.push(end),
      onRefused: (reason) => refusals.push(reason),
    },
  )
  const tls = isTls
    ? { cert: certificate.pem, key: readFileSync(certificate.keyFile, 'utf8') }
    : null
  const address = await listener.listenTcp('127.0.0.1', 0, tls)
  return {
    port: Number(address.split(':').at(-1)),
    pem: certificate.pem,
    refusals,
    linkCount: () => ends.length,
    close: () => {
      for (const end of ends) end.close()
      listener.close()
      loop.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function knock(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {}) // a reset is an end like any other
  return socket
}

test('connections that never begin TLS are bounded like those that say no hello', async (t) => {
  const door = await openDoor(true)
  const strangers = Array.from({ length: kUnknownConnectionsMax + kSurplus }, () =>
    knock(door.port),
  )
  const closedCount = () => strangers.filter((socket) => socket.closed).length
  await until(() => closedCount() === kSurplus)
  const rule = `more than ${kUnknownConnectionsMax} connections without a hello`
  t.deepEqual(
    door.refusals,
    Array.from({ length: kSurplus }, () => rule),
  )
  for (const socket of strangers) socket.destroy()
  door.close()
})

test('a station joins over TLS while strangers fill every place', async (t) => {
  const door = await openDoor(true)
  const strangers = Array.from({ length: kUnknownConnectionsMax }, () => knock(door.port))
  await until(() => strangers.every((socket) => !socket.connecting))
  const guest = connectTls({ port: door.port, host: '127.0.0.1', ca: door.pem })
  guest.on('secureConnect', () => guest.write(kHello))
  await until(() => door.linkCount() === 1)
  t.false(guest.destroyed)
  for (const socket of strangers) socket.destroy()
  guest.destroy()
  door.close()
})

test('handshakes that failed or were given up leave their places', async (t) => {
  const door = await openDoor(true)
  for (let count = 0; count < kUnknownConnectionsMax; count++) {
    const socket = knock(door.port)
    if (count % 2 === 0) socket.end('GET / HTTP/1.1\r\n\r\n')
    else socket.once('connect', () => socket.destroy())
    await until(() => socket.closed)
  }
  await until(() => door.refusals.length >= kUnknownConnectionsMax / 2)
  const patient = knock(door.port)
  const others = Array.from({ length: kUnknownConnectionsMax - 1 }, () => knock(door.port))
  await until(() => others.every((socket) => !socket.connecting))
  const guest = connectTls({ port: door.port, host: '127.0.0.1', ca: door.pem })
  guest.on('secureConnect', () => guest.write(kHello))
  await until(() => door.linkCount() === 1)
  await until(() => patient.closed)
  t.is(others.filter((socket) => socket.closed).length, 0, 'and of nobody else')
  t.is(door.refusals.length, kUnknownConnectionsMax / 2 + 1)
  for (const socket of others) socket.destroy()
  guest.destroy()
  door.close()
})

test('connections that do not read their refusal count until they are closed', async (t) => {
  const door = await openDoor(false)
  const rude: Socket[] = []
  const beRude = (count: number) => {
    for (let done = 0; done < count; done++) {
      const socket = connect({ port: door.port, host: '127.0.0.1', allowHalfOpen: true })
      socket.on('error', () => {})
      socket.write(Buffer.alloc(200, 0xa5))
      rude.push(socket)
    }
  }
  const surplus = () => door.refusals.filter((reason) => reason.startsWith('more than')).length
  beRude(kUnknownConnectionsMax)
  await until(() => door.refusals.length === kUnknownConnectionsMax)
  t.is(surplus(), 0)
  beRude(kSurplus)
  await until(() => surplus() === kSurplus)
  for (const socket of rude) socket.destroy()
  door.close()
})
