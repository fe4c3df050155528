// A link that ends in the very moment in which it brings the answer to a registration.

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import test from 'ava'
import { kRingBytesMin } from '../../../src/base/limits.js'
import { createStation } from '../../../src/index.js'
import { controlFrame, readControlFrame } from '../../../src/transport/handshake.js'
import { kProtocolVersion } from '../../../src/wire/control.js'
import { until } from '../../support/until.js'

/** Answers each link until it has registered; the link whose turn it is says whether it stays open then. */
async function openCenter(stays: (turn: number) => boolean) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const turn = sockets.push(socket)
    let bytes = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const read = readControlFrame(bytes)
      if (read === null) return
      bytes = bytes.subarray(read.taken)
      const { message } = read
      if (message.type === 'hello') {
        socket.write(
          controlFrame({
            type: 'welcome',
            protocol: kProtocolVersion,
            linkIndex: 0,
            center: 'fake',
            carrier: 'tcp',
            ringBytes: kRingBytesMin,
            generation: turn,
            heartbeatMs: 60_000,
            leaseMs: 60_000,
            notice: '',
            dispatchers: 1,
            home: 0,
          }),
        )
      } else if (message.type === 'register') {
        const answer = controlFrame({ type: 'registered', requestId: message.requestId, epoch: 1 })
        if (stays(turn)) socket.write(answer)
        // Nonsense behind it ends the link in the turn in which the answer comes.
        else socket.end(Buffer.concat([answer, Buffer.alloc(64, 0xff)]))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  const { port } = server.address() as AddressInfo // it listens by TCP
  return { address: `tcp://127.0.0.1:${port}`, sockets, close }
}

test('a station whose link ends with the answer to its registration joins again', async (t) => {
  const center = await openCenter((turn) => turn !== 2)
  const station = createStation({ name: 'orders', onEvent: () => {} })
  await station.join(center.address)
  center.sockets[0]?.destroy()
  await until(() => center.sockets.length === 3 && station.isJoined)
  await station.registered()
  t.pass()
  center.close()
  await station.leave().catch(() => {})
})

test('joining fails when the link ends with the answer, and may be tried again', async (t) => {
  const center = await openCenter((turn) => turn > 1)
  const station = createStation({ name: 'orders', onEvent: () => {} })
  await t.throwsAsync(station.join(center.address), { code: 'ERR_LINK_LOST' })
  t.false(station.isJoined)
  await station.join(center.address)
  t.true(station.isJoined)
  center.close()
  await station.leave().catch(() => {})
})
