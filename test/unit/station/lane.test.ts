import test from 'ava'
import { systemClock } from '../../../src/base/clock.js'
import { centerError } from '../../../src/base/errors.js'
import { AnswererLane } from '../../../src/station/answerer-lane.js'
import type { Call, CallOptions } from '../../../src/station/call.js'
import { CallerLane } from '../../../src/station/caller-lane.js'
import { type KeptCall, KeptCalls } from '../../../src/station/kept-calls.js'
import { Offers } from '../../../src/station/offers.js'
import type { LaneOpen } from '../../../src/wire/control.js'
import {
  kBodyBytes,
  kFlagOneWay,
  kFlagStream,
  kFlagToCaller,
  kFrameHeaderBytes,
  kindWord,
  kKindCancel,
  kKindControl,
  kKindData,
  kKindReply,
  kKindRequest,
  writeHeader,
} from '../../../src/wire/frame.js'
import {
  kVerdictBroken,
  kVerdictOver,
  kVerdictPaused,
  kVerdictRetired,
} from '../../../src/wire/lane-ledger.js'
import { kCallsWord, kErrorsWord, kInFlightWord } from '../../../src/wire/stats-block.js'
import { type LaneHalf, laneOpen, lanePair } from '../../support/lane-pair.js'
import { refusalOf } from '../../support/refusal.js'
import { until } from '../../support/until.js'

const kNoOptions: CallOptions = {}

type Ended = { lane: number; isBroken: boolean }

/** The two ends with the code that works on them. */
function makeLane(handler: (call: Call) => unknown, more: Partial<LaneOpen> = {}) {
  const ends = lanePair()
  const offers = new Offers()
  offers.addRoute('POST /echo', {}, handler)
  const ended: Record<'caller' | 'station', Ended[]> = { caller: [], station: [] }
  const events = (side: 'caller' | 'station') => ({
    onEnded: (lane: number, isBroken: boolean) => {
      ended[side].push({ lane, isBroken })
    },
  })
  const repeated: KeptCall[] = []
  const kept = new KeptCalls((call) => {
    repeated.push(call)
    return Promise.resolve('again')
  })
  const caller = new CallerLane(
    laneOpen(more),
    ends.caller,
    systemClock,
    'microtasks',
    kept,
    events('caller'),
  )
  const station = new AnswererLane(
    laneOpen({ side: 'station', peer: 'shop', ...more }),
    ends.station,
    offers,
    systemClock,
    'microtasks',
    () => Promise.reject(new Error('nobody calls on')),
    () => {},
    events('station'),
  )
  /** Turns both until nothing moves any more. */
  const settle = async () => {
    for (let idle = 0; idle < 3; ) {
      await new Promise((resolve) => setImmediate(resolve))
      idle = station.turn() + caller.turn() > 0 ? 0 : idle + 1
    }
  }
  const call = async (body: unknown, options = kNoOptions) => {
    const calling = caller.caller.call('POST /echo', body, options)
    calling.catch(() => {})
    await settle()
    return calling
  }
  return { ends, caller, station, ended, repeated, settle, call }
}

/** Writes a frame as an end that heeds nothing. */
function scribble(
  { writer }: LaneHalf,
  kind: number,
  flags: number,
  slot: number,
  target = 0,
  generation = 1,
): void {
  const at = writer.tryReserve(kFrameHeaderBytes) >> 2
  const word = kindWord(kind, flags, 0)
  writeHeader(writer.words, at, kFrameHeaderBytes, word, slot, generation, target, 1_000, 0)
  writer.publish()
}

test('a call goes and comes, and is counted before its caller knows', async (t) => {
  const { call, ends } = makeLane(async ({ body, caller, method, path }) => [
    body,
    caller,
    method,
    path,
  ])
  t.deepEqual(await call({ a: 1 }), [{ a: 1 }, 'shop', 'POST', '/echo'])
  const { counts } = ends.station
  t.deepEqual([counts[kCallsWord], counts[kErrorsWord], counts[kInFlightWord]], [1, 0, 0])
})

test('a caller that names its own path or another key changes nothing', async (t) => {
  const { call } = makeLane(({ caller, path }) => [caller, path])
  t.deepEqual(await call(1, { key: 'any key', headers: { a: 'b' } }), ['shop', '/echo'])
})

test('an error of the handler comes as it is, and is counted', async (t) => {
  const { call, ends } = makeLane(() => {
    throw centerError('ERR_NOT_FOUND', { what: 'x' })
  })
  t.is((await refusalOf(call(1))).code, 'ERR_NOT_FOUND')
  t.is(ends.station.counts[kErrorsWord], 1)
})

test('bodies in parts and streams go both ways', async (t) => {
  const { caller, settle } = makeLane(async function* (call) {
    for (let at = 0; at < 40; at++) yield [at, (call.body as Uint8Array).length]
  })
  const calling = caller.caller.call('POST /echo', new Uint8Array(300_000), kNoOptions)
  await settle()
  const items: unknown[] = []
  const reading = (async () => {
    for await (const item of (await calling) as AsyncIterable<unknown>) items.push(item)
  })()
  await until(async () => {
    await settle()
    return items.length === 40
  })
  await reading
  t.deepEqual(items.at(-1), [39, 300_000])
})

for (const [verdict, code] of [
  [kVerdictPaused, 'ERR_PAUSED'],
  [kVerdictBroken, 'ERR_BREAKER_OPEN'],
  [kVerdictOver, 'ERR_STATION_BUSY'],
] as const) {
  test(`a station refuses with ${code} whoever heeds no verdict, and counts nothing`, async (t) => {
    const { call, ends } = makeLane(() => 'never')
    ends.station.setVerdict(verdict)
    const error = await refusalOf(call(1))
    t.is(error.code, code)
    t.true(error.retryable)
    t.is(ends.station.counts[kCallsWord], 0)
  })
}

test('a lane that was taken back is not open, and ends when its calls are over', async (t) => {
  let finish: (value: string) => void = () => {}
  const { caller, settle, ends, ended } = makeLane(
    () =>
      new Promise<string>((resolve) => {
        finish = resolve
      }),
  )
  const calling = caller.caller.call('POST /echo', 1, kNoOptions)
  await settle()
  ends.caller.setVerdict(kVerdictRetired)
  t.false(caller.isOpen)
  caller.retire()
  await settle()
  t.deepEqual(ended.caller, [], 'a call is under way')
  finish('done')
  await settle()
  t.is(await calling, 'done')
  t.deepEqual(ended.caller, [{ lane: 5, isBroken: false }])
  t.true(ends.caller.isClosed())
})

test('a lane without calls ends at once when it is taken back', async (t) => {
  const { caller, ended, settle } = makeLane(() => 1)
  caller.retire()
  await settle()
  t.is(ended.caller.length, 1)
})

test('a call that is given up is an error there, and the lane can end', async (t) => {
  const { caller, settle, ends, ended } = makeLane(
    (call) =>
      new Promise((_, reject) => {
        call.signal.addEventListener('abort', () => reject(call.signal.reason))
      }),
  )
  const controller = new AbortController()
  const calling = caller.caller.call('POST /echo', 1, { signal: controller.signal })
  await settle()
  t.is(ends.station.counts[kInFlightWord], 1)
  caller.retire()
  controller.abort(new Error('enough'))
  await t.throwsAsync(calling, { message: 'enough' })
  await settle()
  t.is(ended.caller.length, 1)
  t.deepEqual([ends.station.counts[kInFlightWord], ends.station.counts[kErrorsWord]], [0, 1])
})

test('a deadline ends a call at the caller, and at the station even when its caller says nothing', async (t) => {
  const { caller, settle, ends } = makeLane(() => new Promise(() => {}))
  const calling = caller.caller.call('POST /echo', 1, { timeoutMs: 20 })
  let code = ''
  calling.catch((error: { code: string }) => {
    code = error.code
  })
  await until(() => code !== '')
  t.is(code, 'ERR_DEADLINE')
  scribble(ends.caller, kKindRequest, kBodyBytes, 9)
  await until(async () => {
    await settle()
    return ends.station.counts[kCallsWord] >= 1 && ends.station.counts[kInFlightWord] === 0
  })
  t.is(ends.station.counts[kErrorsWord], ends.station.counts[kCallsWord])
})

test('a station that dies fails its calls with ERR_STATION_LOST, once what it had published is read', async (t) => {
  const { caller, settle, station, ended } = makeLane(({ body }) =>
    body === 1 ? 'answered' : new Promise(() => {}),
  )
  const answered = caller.caller.call('POST /echo', 1, kNoOptions)
  const lost = caller.caller.call('POST /echo', 2, kNoOptions)
  lost.catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  station.turn()
  await new Promise((resolve) => setImmediate(resolve))
  caller.lose()
  t.is(await answered, 'answered')
  t.true((await refusalOf(lost)).retryable)
  await t.throwsAsync(lost, { code: 'ERR_STATION_LOST' })
  await settle()
  t.is(ended.caller.length, 1)
})

test('calls of an idempotent route are made again by the center, with the body as it was', async (t) => {
  const { caller, settle, repeated } = makeLane(() => new Promise(() => {}), { isIdempotent: true })
  const body = new Uint8Array([1, 2, 3])
  const bytes = caller.caller.call('POST /echo', body, kNoOptions)
  const json = caller.caller.call('POST /echo', { a: 1 }, kNoOptions)
  const bare = caller.caller.call('POST /echo', undefined, kNoOptions)
  await settle()
  body.fill(9)
  caller.lose()
  t.deepEqual(await Promise.all([bytes, json, bare]), ['again', 'again', 'again'])
  t.deepEqual(
    repeated.map((call) => [call.route, call.body?.kind, call.body?.source]),
    [
      ['POST /echo', 'bytes', new Uint8Array([1, 2, 3])],
      ['POST /echo', 'json', Buffer.from('{"a":1}')],
      ['POST /echo', undefined, undefined],
    ],
  )
})

// ---- ends that break the rules

for (const [what, spoil] of [
  ['a frame of a kind that goes by no lane', (end) => scribble(end, kKindControl, 0, 0)],
  ['a reply', (end) => scribble(end, kKindReply, 0, 0)],
  ['a request to another route', (end) => scribble(end, kKindRequest, 0, 0, 1)],
  ['a one-way request', (end) => scribble(end, kKindRequest, kFlagOneWay, 0)],
  ['a slot out of range', (end) => scribble(end, kKindRequest, 0, -1)],
  [
    'a second request in a slot',
    (end) => {
      scribble(end, kKindRequest, 0, 3)
      scribble(end, kKindRequest, 0, 3)
    },
  ],
  [
    'more parts than were granted',
    (end) => {
      scribble(end, kKindRequest, kFlagStream, 3)
      for (let part = 0; part < 9; part++) scribble(end, kKindData, kBodyBytes, 3)
    },
  ],
  ['parts that go the other way', (end) => scribble(end, kKindData, kFlagToCaller, 3)],
  [
    'a position that is nonsense',
    (_end, { reader }) => {
      Atomics.store(reader.words, reader.tailWord, 7)
    },
  ],
] as readonly (readonly [string, (end: LaneHalf, other: LaneHalf) => void])[]) {
  test(`a station gives a lane up that brings ${what}`, async (t) => {
    const { ends, settle, ended } = makeLane(() => new Promise(() => {}))
    spoil(ends.caller, ends.station)
    await settle()
    t.deepEqual(ended.station, [{ lane: 5, isBroken: true }])
    t.true(ends.station.isClosed())
    t.is(ends.station.counts[kInFlightWord], 0)
  })
}

for (const [what, spoil] of [
  ['a request', (end) => scribble(end, kKindRequest, 0, 0)],
  ['a cancel', (end) => scribble(end, kKindCancel, kFlagToCaller, 0)],
  [
    'more parts than were granted',
    (end) => {
      scribble(end, kKindReply, kFlagStream, 0)
      for (let part = 0; part < 9; part++) scribble(end, kKindData, kFlagToCaller, 0)
    },
  ],
] as readonly (readonly [string, (end: LaneHalf) => void])[]) {
  test(`a caller gives a lane up that brings ${what}, and its calls fail retryable`, async (t) => {
    const { ends, settle, ended, caller } = makeLane(() => new Promise(() => {}))
    const calling = caller.caller.call('POST /echo', 1, kNoOptions)
    const outcome = calling.then(
      () => 'begun', // a stream that has begun fails where it is read
      (error: { code: string }) => error.code,
    )
    await settle()
    spoil(ends.station)
    await settle()
    t.true(['begun', 'ERR_STATION_LOST'].includes(await outcome))
    t.deepEqual(ended.caller, [{ lane: 5, isBroken: true }])
    t.true(ends.caller.isClosed())
  })
}

test("a reply to a call that is over is nobody's", async (t) => {
  const { ends, settle, ended } = makeLane(() => 1)
  scribble(ends.station, kKindReply, 0, 77)
  scribble(ends.station, kKindData, kFlagToCaller, 77)
  await settle()
  t.deepEqual(ended.caller, [])
})
