import { readFile } from 'node:fs/promises'
import test from 'ava'
import { Builder } from 'flatbuffers'
import { CenterError } from '../../../src/base/errors.js'
import {
  kContextBytesMax,
  kControlBytesMax,
  kNameBytesMax,
  kRoutesPerStationMax,
} from '../../../src/base/limits.js'
import {
  type ControlMessage,
  decodeControl,
  encodeControl,
  kProtocolVersion,
  type LaneOpen,
  type OfferedRoute,
} from '../../../src/wire/control.js'
import { kControlRoot, kErrorLayout, kRouteLayout } from '../../../src/wire/control-layout.js'
import type { FlatField, FlatLayout } from '../../../src/wire/flat-verifier.js'
import * as wire from '../../../src/wire/generated/signalbox/control.js'

const kU32Max = 0xffff_ffff

const route: OfferedRoute = {
  index: 7,
  route: 'GET /orders/:id',
  isIdempotent: true,
  balance: 'hash',
  weight: 3,
  description: 'ein Auftrag — 注文',
  requestSchema: '{"type":"object"}',
  replySchema: '',
  docs: '{"streams":true}',
}

const plainRoute: OfferedRoute = {
  index: 0,
  route: '/a',
  isIdempotent: false,
  balance: '',
  weight: 1,
  description: '',
  requestSchema: '',
  replySchema: '',
  docs: '',
}

const error = { code: 'ERR_TOKEN', text: 'no', status: 401, retryable: false }

const hello: ControlMessage & { type: 'hello' } = {
  type: 'hello',
  protocol: kProtocolVersion,
  name: 'orders',
  version: '1.2.0',
  pid: 4711,
  carrier: 'shm',
  token: 'secret',
  takesLanes: true,
  takesBranches: true,
}

const lane: LaneOpen = {
  type: 'lane-open',
  lane: 1,
  side: 'caller',
  ringBytes: 1 << 20,
  path: 'GET /stock',
  offered: 3,
  isIdempotent: false,
  peer: 'stock',
}

const welcome: ControlMessage & { type: 'welcome' } = {
  type: 'welcome',
  protocol: kProtocolVersion,
  linkIndex: 1,
  generation: 1,
  center: 'default',
  carrier: 'shm',
  ringBytes: 1 << 20,
  leaseMs: 0,
  heartbeatMs: 0,
  notice: '',
  dispatchers: 1,
  home: 0,
}

const kMessages: readonly ControlMessage[] = [
  hello,
  {
    ...hello,
    version: '',
    pid: 0,
    carrier: 'attached',
    token: '',
    takesLanes: false,
    takesBranches: false,
  },
  { ...hello, protocol: 99, pid: kU32Max, carrier: 'pipe' },
  {
    type: 'welcome',
    protocol: kProtocolVersion,
    linkIndex: 4095,
    generation: kU32Max,
    center: 'default',
    carrier: 'tcp',
    ringBytes: 1 << 20,
    leaseMs: 15_000,
    heartbeatMs: 5_000,
    notice: 'shared memory is refused',
    dispatchers: 1,
    home: 0,
  },
  { ...welcome, dispatchers: 16, home: 15 },
  { type: 'refused', error: { ...error, details: { tries: [1, null, 'x'] } } },
  { type: 'refused', error: { ...error, details: null } },
  {
    type: 'register',
    requestId: 1,
    routes: [route, plainRoute],
    subscriptions: [
      { index: 0, topic: 'stock.changed', group: '' },
      { index: 1, topic: 'stock.*', group: 'writers' },
    ],
    unsubscribed: [0, 5, kU32Max],
  },
  { type: 'register', requestId: 0, routes: [], subscriptions: [], unsubscribed: [] },
  { type: 'registered', requestId: 1, epoch: 9 },
  { type: 'failed', requestId: 2, error: { ...error, status: 503, retryable: true } },
  { type: 'leave', requestId: 3 },
  { type: 'left', requestId: 3 },
  { type: 'goodbye', reason: 'drain', retryAfterMs: 250 },
  { ...hello, carrier: 'worker' },
  { ...lane },
  { ...lane, side: 'station', isIdempotent: true, path: `POST /${'é'.repeat(4_000)}` },
  { type: 'lane-over', lane: 7, isLost: false },
  { type: 'lane-over', lane: kU32Max, isLost: true },
]

function isProtocolError(thrown: unknown): boolean {
  return thrown instanceof CenterError && thrown.code === 'ERR_PROTOCOL'
}

/** Seeded, so that a failure can be repeated. */
function makeRandom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

test('reads back every message as it was', (t) => {
  for (const message of kMessages) t.deepEqual(decodeControl(encodeControl(message)), message)
})

test('reads a message at any place in a larger buffer, and keeps no reference to it', (t) => {
  for (const message of kMessages) {
    const bytes = encodeControl(message)
    for (const offset of [1, 3, 6]) {
      const larger = new Uint8Array(bytes.length + 16).fill(0xa5)
      larger.set(bytes, offset)
      const decoded = decodeControl(larger.subarray(offset, offset + bytes.length))
      larger.fill(0)
      t.deepEqual(decoded, message)
    }
  }
})

test('carries a full registration of 10,000 routes', (t) => {
  const routes = Array.from({ length: kRoutesPerStationMax }, (_, index) => ({ ...route, index }))
  const message: ControlMessage = {
    type: 'register',
    requestId: 1,
    routes,
    subscriptions: [],
    unsubscribed: [],
  }
  t.deepEqual(decodeControl(encodeControl(message)), message)
})

test('refuses every truncation', (t) => {
  for (const message of kMessages) {
    const bytes = encodeControl(message)
    for (let length = 0; length < bytes.length; length++) {
      // What is cut off may be padding alone; then the message must still be the same.
      try {
        t.deepEqual(decodeControl(bytes.subarray(0, length)), message)
      } catch (thrown) {
        t.true(isProtocolError(thrown), `${message.type} cut to ${length}: ${String(thrown)}`)
      }
    }
  }
})

test('refuses mutated bytes, or reads a message that it could have sent itself', (t) => {
  const seed = 20_240_601
  const random = makeRandom(seed)
  let refusedCount = 0
  let readCount = 0
  for (let round = 0; round < 40_000; round++) {
    const bytes = encodeControl(kMessages[random(kMessages.length)])
    const changes = 1 + random(4)
    for (let change = 0; change < changes; change++) mutate(bytes, random)
    try {
      const decoded = decodeControl(bytes)
      if (round % 16 === 0) t.deepEqual(decodeControl(encodeControl(decoded)), decoded)
      readCount++
    } catch (thrown) {
      if (!isProtocolError(thrown)) t.fail(`seed ${seed}, round ${round}: ${String(thrown)}`)
      refusedCount++
    }
  }
  t.true(refusedCount > 1_000, `${refusedCount} were refused`)
  t.true(readCount > 1_000, `${readCount} were read`)
})

/** One change: a bit, a byte, or a word that looks like an offset or a length. */
function mutate(bytes: Uint8Array, random: (limit: number) => number): void {
  const at = random(bytes.length)
  const kind = random(3)
  if (kind === 0) bytes[at] = bytes[at] ^ (1 << random(8))
  else if (kind === 1) bytes[at] = random(256)
  else if (at + 4 <= bytes.length) {
    const values = [0, 1, random(bytes.length), 0x7fff_ffff, 0x8000_0000, kU32Max]
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, values[random(values.length)], true)
  }
}

test('refuses random bytes of any length', (t) => {
  const random = makeRandom(7)
  for (let round = 0; round < 5_000; round++) {
    const bytes = Uint8Array.from({ length: random(200) }, () => random(256))
    t.true(isProtocolError(t.throws(() => decodeControl(bytes))))
  }
})

test('refuses an offset vector that names one large text many times', (t) => {
  const builder = new Builder(1024)
  const text = builder.createString('x'.repeat(100_000))
  const name = builder.createString('/a')
  const routes = Array.from({ length: 1_000 }, () => {
    wire.Route.startRoute(builder)
    wire.Route.addRoute(builder, name)
    wire.Route.addRequestSchema(builder, text)
    return wire.Route.endRoute(builder)
  })
  const vector = wire.Register.createRoutesVector(builder, routes)
  wire.Register.startRegister(builder)
  wire.Register.addRoutes(builder, vector)
  const bytes = finish(builder, wire.Body.Register, wire.Register.endRegister(builder))
  const thrown = t.throws(() => decodeControl(bytes))
  t.true(isProtocolError(thrown))
  t.regex(thrown?.message ?? '', /overlap/)
})

test('refuses an unknown type, no type, and another identifier', (t) => {
  for (const type of [0, 10, 255]) {
    const builder = new Builder(64)
    wire.Leave.startLeave(builder)
    const body = wire.Leave.endLeave(builder)
    wire.Message.startMessage(builder)
    // By slot: the generated signature takes known types only.
    builder.addFieldInt8(0, type, 0)
    wire.Message.addBody(builder, body)
    builder.finish(wire.Message.endMessage(builder), 'SBCM')
    t.true(isProtocolError(t.throws(() => decodeControl(builder.asUint8Array()))), `type ${type}`)
  }
  const bytes = encodeControl(hello)
  bytes[5] = 0x58
  t.true(isProtocolError(t.throws(() => decodeControl(bytes))))
})

test('skips a field that a later version added', (t) => {
  const builder = new Builder(64)
  const extra = builder.createString('from the future')
  builder.startObject(3)
  builder.addFieldInt32(0, 12, 0)
  builder.addFieldOffset(2, extra, 0)
  const bytes = finish(builder, wire.Body.Leave, builder.endObject())
  t.deepEqual(decodeControl(bytes), { type: 'leave', requestId: 12 })
})

test('gives a missing field its default', (t) => {
  const builder = new Builder(64)
  const name = builder.createString('/a')
  wire.Route.startRoute(builder)
  wire.Route.addRoute(builder, name)
  const routes = wire.Register.createRoutesVector(builder, [wire.Route.endRoute(builder)])
  wire.Register.startRegister(builder)
  wire.Register.addRoutes(builder, routes)
  const bytes = finish(builder, wire.Body.Register, wire.Register.endRegister(builder))
  t.deepEqual(decodeControl(bytes), {
    type: 'register',
    requestId: 0,
    routes: [plainRoute],
    subscriptions: [],
    unsubscribed: [],
  })
})

test('refuses a welcome by more dispatchers than there may be, or with a home that is none of them', (t) => {
  for (const [dispatchers, home, rule] of [
    [0, 0, /1 to 16 dispatchers, not 0/],
    [17, 0, /not 17/],
    [2, 2, /home 2 is none of 2/],
  ] as const) {
    const bytes = encodeControl({ ...welcome, dispatchers, home })
    t.regex(t.throws(() => decodeControl(bytes))?.message ?? '', rule)
  }
})

test('refuses a missing carrier, an unknown one, a bad status and details that are not JSON', (t) => {
  for (const carrier of [wire.Carrier.Unknown, 6, 255]) {
    const builder = new Builder(64)
    const name = builder.createString('a')
    const empty = builder.createString('')
    const body = wire.Hello.createHello(builder, 1, name, empty, 1, carrier, empty, false, false)
    const bytes = finish(builder, wire.Body.Hello, body)
    t.regex(t.throws(() => decodeControl(bytes))?.message ?? '', /carrier/)
  }
  for (const [status, details, rule] of [
    [200, '', /status 200/],
    [600, '', /status 600/],
    [500, '{', /not JSON/],
  ] as const) {
    const builder = new Builder(64)
    const code = builder.createString('ERR_X')
    const text = builder.createString('x')
    const detailsAt = builder.createString(details)
    const body = wire.ErrorBody.createErrorBody(builder, code, text, status, false, detailsAt)
    const bytes = finish(builder, wire.Body.Refused, wire.Refused.createRefused(builder, body))
    const thrown = t.throws(() => decodeControl(bytes))
    t.true(isProtocolError(thrown))
    t.regex(thrown?.message ?? '', rule)
  }
})

test('refuses a text that is not UTF-8', (t) => {
  const bytes = encodeControl(hello)
  bytes[Buffer.from(bytes).indexOf('orders')] = 0xff
  t.regex(t.throws(() => decodeControl(bytes))?.message ?? '', /not UTF-8/)
})

test('does not send what the other side would refuse', (t) => {
  const register = { type: 'register', requestId: 1, subscriptions: [], unsubscribed: [] } as const
  const routes = Array.from({ length: kRoutesPerStationMax + 1 }, () => plainRoute)
  const unfit: readonly [ControlMessage, RegExp][] = [
    [{ ...hello, name: '' }, /Hello\.name is empty/],
    [{ ...hello, name: 'n'.repeat(kNameBytesMax + 1) }, /Hello\.name has 1025 bytes/],
    [{ ...hello, name: '\ufeff' }, /byte order mark/],
    [{ ...hello, pid: -1 }, /pid is -1/],
    [{ ...hello, pid: 1.5 }, /pid is 1\.5/],
    [{ type: 'registered', requestId: 1, epoch: kU32Max + 1 }, /epoch is 4294967296/],
    [{ type: 'refused', error: { ...error, status: 200 } }, /status is 200/],
    [{ type: 'goodbye', reason: 'r'.repeat(kContextBytesMax + 1), retryAfterMs: 0 }, /reason/],
    [{ ...register, routes }, /10001 items/],
    [{ ...register, routes: [{ ...plainRoute, route: '' }] }, /Route\.route is empty/],
    [
      { ...register, routes: [{ ...plainRoute, replySchema: ' '.repeat(kControlBytesMax) }] },
      /16777216 are allowed/,
    ],
  ]
  for (const [message, rule] of unfit) {
    const thrown = t.throws(() => encodeControl(message))
    t.true(thrown instanceof CenterError && thrown.code === 'ERR_BAD_ARGUMENT')
    t.regex(thrown?.message ?? '', rule)
  }
})

test('the layouts of the verifier are those of schema/control.fbs', async (t) => {
  const schema = await readFile(new URL('schema/control.fbs', repository()), 'utf8')
  const tables = new Map<string, readonly string[]>()
  for (const [, name = '', body = ''] of schema.matchAll(/^table (\w+) \{(.*?)^\}/gms)) {
    tables.set(
      name,
      [...body.matchAll(/^ {2}(\w+: [^;=]+?)(?: = \d+)?;/gm)].map((m) => m[1] ?? ''),
    )
  }
  const union = /^union Body \{(.*?)\}/ms.exec(schema)?.[1] ?? ''
  t.deepEqual(
    kControlRoot.layouts.map((layout) => layout.name),
    union.match(/\w+/g) ?? [],
  )
  const subscription = kControlRoot.layouts[3]?.fields.subscriptions
  t.is(subscription?.kind, 'tables')
  const nested = subscription?.kind === 'tables' ? [subscription.layout] : []
  const layouts = [...kControlRoot.layouts, kErrorLayout, kRouteLayout, ...nested]
  t.is(layouts.length, tables.size - 1, 'every table but Message has a layout')
  for (const layout of layouts) t.deepEqual(describe(layout), tables.get(layout.name), layout.name)
})

function describe(layout: FlatLayout): readonly string[] {
  return Object.entries(layout.fields).map(([name, field]) => `${name}: ${typeOf(name, field)}`)
}

/** The schema's word for a field. */
function typeOf(name: string, field: FlatField): string {
  switch (field.kind) {
    case 'number': {
      const byte = name === 'carrier' ? 'Carrier' : name === 'side' ? 'LaneSide' : 'bool'
      return field.bytes === 4 ? 'uint' : field.bytes === 2 ? 'ushort' : byte
    }
    case 'text':
      return field.isRequired ? 'string (required)' : 'string'
    case 'table':
      return `${field.layout.name} (required)`
    case 'tables':
      return `[${field.layout.name}]`
    case 'numbers':
      return '[uint]'
  }
}

/** The tests run from dist/test/unit/wire. */
function repository(): URL {
  return new URL('../../../../', import.meta.url)
}

function finish(builder: Builder, type: wire.Body, body: number): Uint8Array {
  wire.Message.finishMessageBuffer(builder, wire.Message.createMessage(builder, type, body))
  return builder.asUint8Array()
}
