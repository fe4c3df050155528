import test from 'ava'
import {
  controlFrame,
  kHandshakeBytesMax,
  readControlFrame,
} from '../../../src/transport/handshake.js'
import { type ControlMessage, kProtocolVersion } from '../../../src/wire/control.js'
import { kFrameHeaderBytes, kindWord, kKindRequest } from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { refusalBy } from '../../support/refusal.js'

const hello: ControlMessage = {
  type: 'hello',
  protocol: kProtocolVersion,
  name: 'orders',
  version: '1.0.0',
  pid: 7,
  carrier: 'pipe',
  token: '',
  takesLanes: false,
  takesBranches: true,
}

test('a message comes back, with what it took', (t) => {
  const frame = controlFrame(hello)
  t.deepEqual(readControlFrame(frame), { message: hello, taken: frame.length })
  t.is(frame.length % 8, 0)
})

test('bytes behind the message are left alone', (t) => {
  const frame = controlFrame(hello)
  t.is(readControlFrame(Buffer.concat([frame, Buffer.from('more')]))?.taken, frame.length)
})

test('a message that is cut anywhere is not complete', (t) => {
  const frame = controlFrame(hello)
  for (let length = 0; length < frame.length; length++) {
    t.is(readControlFrame(frame.subarray(0, length)), null, String(length))
  }
})

test('a frame of another kind is refused', (t) => {
  const frame = buildFrame(kindWord(kKindRequest, 0, 0), 0, 0, 0, new Uint8Array(8))
  t.is(refusalBy(() => readControlFrame(Buffer.from(frame.bytes))).code, 'ERR_PROTOCOL')
  t.is(
    refusalBy(() => readControlFrame(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n'))).code,
    'ERR_PROTOCOL',
  )
})

for (const size of [-1, 0, kFrameHeaderBytes - 1, kHandshakeBytesMax + 1, 0x7fff_ffff]) {
  test(`a frame of ${size} bytes is refused at once`, (t) => {
    const frame = controlFrame(hello)
    frame.writeInt32LE(size, 0)
    t.is(refusalBy(() => readControlFrame(frame)).code, 'ERR_PROTOCOL')
  })
}
