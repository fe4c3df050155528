import test from 'ava'
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
