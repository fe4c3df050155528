// Frames of Sers on a byte stream: pieces change nothing, what is whole comes back as it was, and what waits is bounded.
//
//   input   u8 size of the pieces | stream

import { SersFrameReader, sersFrame } from '../../../src/wire/sers/frame.js'
import { Input, must } from '../input.js'

const kFrameBytesMax = 1_024
const kLengthBytes = 4
/** What a partial frame may take, see SersFrameReader. */
const kWaitingBytesMax = 2 * (kFrameBytesMax + kLengthBytes)

export const words = [
  '\x1b\0\0\0\x01\x01',
  'Sers.Mq.Socket.v1',
  '\xff\xff\xff\x7f',
  '\x03\0\0\0\x03\0',
]

function read(stream: Buffer, piece: number): { frames: Buffer[]; fault: string | null } {
  const frames: Buffer[] = []
  const reader = new SersFrameReader(kFrameBytesMax)
  const taker = {
    onFrame: (type: number, sub: number, low: number, high: number, payload: Buffer) => {
      frames.push(sersFrame(type, sub, low, high, payload))
    },
  }
  for (let at = 0; at < stream.length; at += piece) {
    const fault = reader.push(stream.subarray(at, at + piece), taker, () => true)
    if (fault !== null) return { frames, fault }
    must(reader.waitingBytes <= kWaitingBytesMax, 'what waits is no more than a frame')
  }
  return { frames, fault: null }
}

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const piece = 1 + (input.byte() & 0x3f)
  const stream = input.rest()
  const whole = read(stream, Math.max(1, stream.length))
  const pieces = read(stream, piece)
  must(whole.fault === pieces.fault, 'pieces end a connection as the whole does')
  must(
    Buffer.concat(whole.frames).equals(Buffer.concat(pieces.frames)),
    'pieces are the same frames',
  )
  for (const frame of whole.frames) must(stream.includes(frame), 'a frame comes back as it was')
}
