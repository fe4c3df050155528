import test from 'ava'
import { loadNative } from '../../../src/ring/native.js'
import { ReaderLoop } from '../../../src/ring/reader-loop.js'
import { openStreamLink } from '../../../src/transport/stream-link.js'
import { kindWord, kKindHeartbeat } from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { FakeSocket } from '../../support/fake-socket.js'

test('what came before nonsense is given out, once, and nothing behind it, however it was cut', (t) => {
  const frame = (slot: number) =>
    Buffer.from(
      buildFrame(kindWord(kKindHeartbeat, 0, 0), slot, 0, 0, new Uint8Array(0)).words.buffer,
    )
  const bytes = Buffer.concat([frame(1), frame(2), Buffer.alloc(32), frame(3)])
  const loop = new ReaderLoop(() => 0)
  for (const pieceBytes of [1, 32, 40, bytes.length]) {
    const socket = new FakeSocket()
    const link = openStreamLink(socket.asSocket(), 'pipe', 4096, Buffer.alloc(0), loop, 0)
    const reasons: string[] = []
    link.onEnd = (reason) => reasons.push(reason)
    const slots: number[] = []
    const take = () =>
      link.reader.poll(
        { onRecord: (reader, offset) => slots.push(reader.words[(offset >> 2) + 2]) > 0 },
        100,
      )
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      socket.emit('data', bytes.subarray(at, at + pieceBytes))
    }
    take()
    t.deepEqual(slots, [1, 2])
    t.is(reasons.length, 1)
    t.regex(reasons[0], /frame of 0 bytes/)
    link.close()
    socket.emit('close')
  }
  loop.close()
})

const withAddon = loadNative().ok ? test : test.skip

withAddon(
  'the memory of the rings is given back behind the poll that comes upon the end',
  async (t) => {
    const ringBytes = 4096
    const frame = Buffer.from(
      buildFrame(kindWord(kKindHeartbeat, 0, 0), 0, 0, 0, new Uint8Array(480)).words.buffer,
    )
    // More than the ring holds, and nonsense behind it: it is found when a poll has made room.
    const frames = Array.from({ length: 10 }, () => frame)
    const loop = new ReaderLoop(() => 0)
    const socket = new FakeSocket()
    const link = openStreamLink(socket.asSocket(), 'pipe', ringBytes, Buffer.alloc(0), loop, 0)
    const { reader, writer } = link
    let seen = 0
    const take = () => reader.poll({ onRecord: () => ++seen > 0 }, 100)
    link.onEnd = () => {
      take() // as a session and a dispatcher do
      link.close()
      t.true(reader.words.length > 0, 'the outer poll is still at work')
    }
    socket.emit('data', Buffer.concat([...frames, Buffer.alloc(32)]))
    const at = writer.tryReserve(64)
    writer.words.fill(0, at >> 2, (at + 64) >> 2)
    writer.words[at >> 2] = 64
    writer.publish()
    while (take() > 0);
    t.is(seen, frames.length, 'what came whole before the nonsense is given out')
    await new Promise((resolve) => setImmediate(resolve))
    t.is(reader.words.length, 0, 'the memory is gone')
    t.is(writer.words.length, 0)
    socket.emit('drain')
    socket.emit('close')
    link.close()
    loop.close()
  },
)
