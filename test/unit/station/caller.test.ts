// The calling half of a link, with frames written by hand for what the center would send.

import test from 'ava'
import { errorBody, errorJson } from '../../../src/base/errors.js'
import type { RingReader } from '../../../src/ring/ring-reader.js'
import { Caller } from '../../../src/station/caller.js'
import { FramePort } from '../../../src/station/frame-port.js'
import {
  kBodyBytes,
  kBodyJson,
  kFlagContinued,
  kFlagEnd,
  kFlagToCaller,
  kindWord,
  kKindReply,
} from '../../../src/wire/frame.js'
import { buildFrame } from '../../../src/wire/frame-copy.js'
import { ManualClock } from '../../support/manual-clock.js'
import { makeRing } from '../../support/ring-pair.js'

const kRingBytes = 65_536

function startCaller(): { caller: Caller; reply: (flags: number, body: Uint8Array) => void } {
  const out = makeRing(kRingBytes, 32)
  const caller = new Caller(new FramePort(out.writer, 'microtasks', () => {}), new ManualClock())
  const back = makeRing(kRingBytes, 32)
  const reply = (flags: number, body: Uint8Array) => {
    const frame = buildFrame(kindWord(kKindReply, flags, 0), 0, 1, 0, body)
    back.writer.bytes.set(frame.bytes, back.writer.tryReserve(frame.bytes.length))
    back.writer.publish()
    const onRecord = (reader: RingReader, offset: number, size: number) => {
      caller.onReply(reader, offset, size, flags, 0)
      return true
    }
    back.reader.poll({ onRecord }, 1)
  }
  return { caller, reply }
}

test('a body in parts that ends with an error rejects its call', async (t) => {
  const { caller, reply } = startCaller()
  const called = caller.call('POST /large', new Uint8Array(8), { timeoutMs: 60_000 })
  reply(kBodyBytes | kFlagContinued, new Uint8Array(100))
  const lost = Buffer.from(
    errorJson(errorBody('ERR_STATION_LOST', { route: 'POST /large' }), 4_096),
  )
  caller.onData(0, 1, kBodyJson | kFlagEnd | kFlagToCaller, 502, lost)
  await t.throwsAsync(called, { code: 'ERR_STATION_LOST' })
  t.is(caller.inFlightCount, 0)
})

test('a body in parts that goes on after its end is nobody’s', async (t) => {
  const { caller, reply } = startCaller()
  const called = caller.call('POST /large', new Uint8Array(8), { timeoutMs: 60_000 })
  reply(kBodyBytes | kFlagContinued, new Uint8Array(100))
  caller.onData(0, 1, kBodyBytes, 0, new Uint8Array(50))
  t.is(((await called) as Uint8Array).length, 150)
  t.notThrows(() => caller.onData(0, 1, kBodyBytes, 0, new Uint8Array(50)))
  t.is(caller.inFlightCount, 0)
})
