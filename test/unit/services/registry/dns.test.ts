import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import test from 'ava'
import {
  type Answer,
  decode,
  encode,
  type Packet,
  type RecordType,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import { openRegistryWorld, type RegistryWorld } from '../../../support/registry-world.js'
import { seededRandom } from '../../../support/seeded-random.js'

const kDns = { dns: { host: '127.0.0.1', port: 0 } }

const portOf = (world: RegistryWorld) => Number(world.registry.dnsAddress?.split(':').at(-1))

async function sendUdp(world: RegistryWorld, message: Uint8Array): Promise<Packet> {
  const socket = createSocket('udp4')
  socket.send(message, portOf(world), '127.0.0.1')
  const [answer] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return decode(answer)
}

const query = (name: string, type: RecordType, more: Packet = {}) =>
  encode({ type: 'query', id: 77, flags: 256, questions: [{ type, name }], ...more })

const ask = (world: RegistryWorld, name: string, type: RecordType) =>
  sendUdp(world, query(name, type))

async function askTcp(world: RegistryWorld, ...messages: Buffer[]): Promise<Packet[]> {
  const socket = connect(portOf(world), '127.0.0.1')
  const framed = messages.map((message) =>
    Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]),
  )
  // In odd pieces: nothing may hang on how it is cut.
  const bytes = Buffer.concat(framed)
  socket.write(bytes.subarray(0, 5))
  setTimeout(() => socket.write(bytes.subarray(5)), 10)
  const packets: Packet[] = []
  let waiting: Buffer = Buffer.alloc(0)
  for await (const part of socket) {
    waiting = Buffer.concat([waiting, part as Buffer])
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const end = 2 + waiting.readUInt16BE(0)
      packets.push(decode(waiting.subarray(2, end)))
      waiting = waiting.subarray(end)
    }
    if (packets.length === messages.length) break
  }
  socket.destroy()
  return packets
}

const isCut = ({ flags = 0 }: Packet) => (flags & TRUNCATED_RESPONSE) !== 0
const codeOf = ({ flags = 0 }: Packet) => flags & 15
const dataOf = (answers: Answer[] | undefined) =>
  (answers ?? []).map((answer) => ('data' in answer ? answer.data : undefined))

test('A, AAAA and SRV of what passes, in any case of letters', async (t) => {
  const world = await openRegistryWorld(kDns)
  await world.register({ name: 'Orders', address: 'http://10.0.0.1:80', id: '1' })
  await world.register({ name: 'Orders', address: '10.0.0.1:81', id: '2', weight: 7 })
  await world.register({ name: 'Orders', address: 'http://[2001:db8::1]:82', id: '3' })
  await world.register({
    name: 'Orders',
    address: 'http://127.0.0.1:1',
    check: { type: 'tcp', intervalMs: 3_600_000 },
  })
  const a = await ask(world, 'oRDERS.service.signalbox', 'A')
  t.is(codeOf(a), 0)
  t.is(a.id, 77)
  t.deepEqual(dataOf(a.answers), ['10.0.0.1'])
  t.deepEqual(dataOf((await ask(world, 'orders.service.signalbox', 'AAAA')).answers), [
    '2001:db8::1',
  ])
  for (const name of ['orders.service.signalbox', '_orders._tcp.service.signalbox']) {
    const srv = await ask(world, name, 'SRV')
    const records = dataOf(srv.answers) as { port: number; target: string; weight: number }[]
    t.deepEqual(records.map(({ port, weight, target }) => [port, weight, target]).sort(), [
      [80, 1, '0a000001.addr.signalbox'],
      [81, 7, '0a000001.addr.signalbox'],
      [82, 1, '20010db8000000000000000000000001.addr.signalbox'],
    ])
    t.deepEqual(dataOf(srv.additionals).sort(), ['10.0.0.1', '2001:db8::1'])
  }
  t.deepEqual(dataOf((await ask(world, '0a000001.addr.signalbox', 'A')).answers), ['10.0.0.1'])
  t.deepEqual(
    dataOf((await ask(world, '20010db8000000000000000000000001.addr.signalbox', 'AAAA')).answers),
    ['2001:db8::1'],
  )
  await world.registry.close()
})

test('no answer outlives a lease, and none is kept unless told: a death is seen at once', async (t) => {
  const keep = await openRegistryWorld({ ...kDns, dnsTtlSeconds: 60 })
  await keep.register({ name: 's', address: 'http://10.0.0.1:80' })
  const ttl = async (world: RegistryWorld) => {
    const [answer] = (await ask(world, 's.service.signalbox', 'A')).answers ?? []
    return answer !== undefined && 'ttl' in answer ? answer.ttl : undefined
  }
  t.is(await ttl(keep), 30)
  keep.pass(20_500)
  t.is(await ttl(keep), 9)
  keep.pass(9_500)
  const gone = await ask(keep, 's.service.signalbox', 'A')
  t.is(codeOf(gone), 3)
  t.like(gone.authorities?.[0], { type: 'SOA', ttl: 0 })
  await keep.registry.close()
  const plain = await openRegistryWorld(kDns)
  await plain.register({ name: 's', address: 'http://10.0.0.1:80' })
  t.is(await ttl(plain), 0)
  await plain.registry.close()
})

test('tags, host names, and names with dots', async (t) => {
  const world = await openRegistryWorld(kDns)
  await world.register({ name: 'a.b', address: 'http://10.0.0.1:80', tags: ['Blue'] })
  await world.register({ name: 'a.b', address: 'http://10.0.0.2:80' })
  await world.register({ name: 'far', address: 'http://example.org:80' })
  await world.register({ name: 'near', address: 'http://localhost:80' })
  t.is((await ask(world, 'a.b.service.signalbox', 'A')).answers?.length, 2)
  t.deepEqual(dataOf((await ask(world, 'blue.a.b.service.signalbox', 'A')).answers), ['10.0.0.1'])
  t.is(codeOf(await ask(world, 'red.a.b.service.signalbox', 'A')), 3)
  t.deepEqual(dataOf((await ask(world, 'far.service.signalbox', 'A')).answers), ['example.org'])
  t.like(dataOf((await ask(world, 'far.service.signalbox', 'SRV')).answers)[0], {
    target: 'example.org',
    port: 80,
  })
  t.deepEqual(dataOf((await ask(world, 'near.service.signalbox', 'A')).answers), ['127.0.0.1'])
  await world.registry.close()
})

test('what is not there, not ours, or no question is told apart', async (t) => {
  const world = await openRegistryWorld(kDns)
  await world.register({ name: 's', address: 'http://10.0.0.1:80' })
  t.is(codeOf(await ask(world, 'none.service.signalbox', 'A')), 3)
  t.is(codeOf(await ask(world, 'x.signalbox', 'A')), 3)
  t.is(codeOf(await ask(world, 'zz.addr.signalbox', 'A')), 3)
  t.is(codeOf(await ask(world, 'example.org', 'A')), 5)
  for (const [name, type] of [
    ['s.service.signalbox', 'AAAA'],
    ['s.service.signalbox', 'TXT'],
    ['service.signalbox', 'A'],
  ] as const) {
    const nothing = await ask(world, name, type)
    t.is(codeOf(nothing), 0)
    t.is(nothing.answers?.length, 0)
    t.is(nothing.authorities?.[0]?.type, 'SOA')
  }
  t.is((await ask(world, 'signalbox', 'SOA')).answers?.[0]?.type, 'SOA')
  const header = (flags: number, questions: number) => {
    const message = Buffer.alloc(12)
    message.writeUInt16BE(5, 0)
    message.writeUInt16BE(flags, 2)
    message.writeUInt16BE(questions, 4)
    return message
  }
  t.like(await sendUdp(world, Buffer.concat([header(0, 1), Buffer.from([200, 1])])), {
    id: 5,
    rcode: 'FORMERR',
  })
  t.is(codeOf(await sendUdp(world, header(0, 0))), 1)
  t.is(codeOf(await sendUdp(world, header(0x2800, 0))), 4)
  await world.registry.close()
})

test('an answer that does not fit is cut for UDP and whole over TCP', async (t) => {
  const world = await openRegistryWorld(kDns)
  for (let at = 0; at < 100; at++)
    await world.register({ name: 's', address: `http://10.0.1.${at}:80` })
  const cut = await ask(world, 's.service.signalbox', 'A')
  t.true(isCut(cut))
  t.is(cut.answers?.length, 0)
  const option: Answer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 4_096,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  }
  const larger = await sendUdp(world, query('s.service.signalbox', 'A', { additionals: [option] }))
  t.true(isCut(larger))
  t.is(larger.additionals?.[0]?.type, 'OPT')
  const message = query('s.service.signalbox', 'A')
  const [whole, again] = await askTcp(world, message, message)
  t.is(whole?.answers?.length, 100)
  t.is(again?.answers?.length, 100)
  await world.registry.close()
})

test('a name that is no text is refused, and junk hurts nobody', async (t) => {
  const world = await openRegistryWorld(kDns)
  await world.register({ name: 's', address: 'http://10.0.0.1:80' })
  const message = query(`${'x'.repeat(63)}.service.signalbox`, 'A')
  t.is(codeOf(await sendUdp(world, Buffer.from(message).fill(0xff, 13, 76))), 1)
  const random = seededRandom(7)
  const socket = createSocket('udp4')
  for (let round = 0; round < 2_000; round++) {
    const junk = Buffer.from(query('s.service.signalbox', round % 2 === 0 ? 'A' : 'SRV'))
    for (let times = 0; times < 4; times++) {
      junk[Math.floor(random() * junk.length)] = Math.floor(random() * 256)
    }
    socket.send(junk, portOf(world), '127.0.0.1')
    // Some at a time: what does not fit into the socket's memory would be dropped unseen.
    if (round % 50 === 0) await ask(world, 's.service.signalbox', 'A')
  }
  socket.close()
  t.deepEqual(dataOf((await ask(world, 's.service.signalbox', 'A')).answers), ['10.0.0.1'])
  await world.registry.close()
})

test('who asks much at once and reads nothing holds nobody up', async (t) => {
  const world = await openRegistryWorld(kDns)
  for (let at = 0; at < 300; at++)
    await world.register({ name: 's', address: `http://10.0.${at >> 8}.${at & 255}:80` })
  const message = query('s.service.signalbox', 'SRV')
  const framed = Buffer.concat([Buffer.from([0, message.length]), message])
  const socket = connect(portOf(world), '127.0.0.1')
  socket.pause()
  socket.write(Buffer.concat(Array.from({ length: 20_000 }, () => framed)))
  await once(socket, 'connect')
  for (let round = 0; round < 20; round++) {
    t.is(codeOf(await ask(world, 'none.service.signalbox', 'A')), 3)
  }
  // It is answered as it reads, in order.
  let bytes = 0
  for await (const part of socket) {
    bytes += (part as Buffer).length
    if (bytes > 2_000_000) break
  }
  t.true(bytes > 2_000_000)
  await world.registry.close()
})

test('addresses that may not ask get no answer', async (t) => {
  const world = await openRegistryWorld({ ...kDns, allow: ['10.0.0.0/8'] })
  const socket = createSocket('udp4')
  socket.on('message', () => t.fail())
  socket.send(query('s.service.signalbox', 'A'), portOf(world), '127.0.0.1')
  const tcp = connect(portOf(world), '127.0.0.1')
  await once(tcp, 'close')
  socket.close()
  t.pass()
  await world.registry.close()
})

test('an address that is taken is refused with ERR_LISTEN', async (t) => {
  const world = await openRegistryWorld(kDns)
  const taken = { dns: { host: '127.0.0.1', port: portOf(world) } }
  await t.throwsAsync(openRegistryWorld(taken), { code: 'ERR_LISTEN' })
  await world.registry.close()
})
