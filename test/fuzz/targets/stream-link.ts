// Frames on a byte stream (pipe, TCP, TLS): however the bytes are cut into pieces, the same frames come out, and nonsense
// ends the link.
//
//   input   pieces: u8 length | bytes

import { ReaderLoop } from '../../../src/ring/reader-loop.js'
import { openStreamLink } from '../../../src/transport/stream-link.js'
import { FakeSocket } from '../../support/fake-socket.js'
import { Input, must } from '../input.js'

const kRingBytes = 4096
const kPiecesMax = 64

let loop: ReaderLoop | undefined

/** @returns the frames that came out. */
function framesOf(pieces: readonly Buffer[]): readonly string[] {
  loop ??= new ReaderLoop(() => 0)
  const socket = new FakeSocket()
  const link = openStreamLink(socket.asSocket(), 'tcp', kRingBytes, Buffer.alloc(0), loop, 0)
  const frames: string[] = []
  const take = () => {
    link.reader.poll(
      {
        onRecord: (reader, offset, size) => {
          frames.push(
            Buffer.from(reader.bytes.subarray(offset + 4, offset + size)).toString('latin1'),
          )
          return true
        },
      },
      1_000,
    )
  }
  for (const piece of pieces) {
    socket.emit('data', piece)
    take()
  }
  for (let before = -1; before !== frames.length; ) {
    before = frames.length
    take()
  }
  link.close()
  socket.emit('close') // the link's watchdog ends here
  return frames
}

export async function fuzz(data: Buffer): Promise<void> {
  const input = new Input(data)
  const pieces: Buffer[] = []
  while (!input.isOver && pieces.length < kPiecesMax) pieces.push(input.bytes(input.byte()))
  const cut = framesOf(pieces)
  const whole = framesOf([Buffer.concat(pieces)])
  must(cut.join('|') === whole.join('|'), 'pieces change nothing')
  await new Promise(setImmediate) // a closed link lets go of its memory then
}
