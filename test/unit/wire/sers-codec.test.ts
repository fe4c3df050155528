import test from 'ava'
import fc from 'fast-check'
import { errorReply, kSersErrors } from '../../../src/wire/sers/answers.js'
import { readFiles, writeFiles } from '../../../src/wire/sers/files.js'
import {
  kSersMessage,
  kSersReply,
  kSersRequest,
  SersFrameReader,
  sersFrame,
} from '../../../src/wire/sers/frame.js'
import {
  readRpcData,
  rpcModeOf,
  withRoute,
  writeRpcJson,
  writeRpcRecords,
} from '../../../src/wire/sers/rpc-data.js'
import { readTopicOrder, writeTopicOrder } from '../../../src/wire/sers/topic-message.js'
import { vector, vectors } from '../../support/sers/vectors.js'

type Got = { type: number; sub: number; low: number; high: number; payload: string }

function read(chunks: readonly Buffer[], most = 1 << 20): { got: Got[]; fault: string | null } {
  const got: Got[] = []
  const reader = new SersFrameReader(most)
  const frames = {
    onFrame: (type: number, sub: number, low: number, high: number, payload: Buffer) =>
      got.push({ type, sub, low, high, payload: payload.toString('hex') }),
  }
  let fault: string | null = null
  for (const chunk of chunks) fault ??= reader.push(chunk, frames, () => true)
  return { got, fault }
}

test('frames are the same whatever the chunks in which they come', (t) => {
  const frame = fc.record({
    type: fc.constantFrom(kSersRequest, kSersReply, kSersMessage),
    sub: fc.integer({ min: 0, max: 255 }),
    low: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    high: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    payload: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  })
  const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 8 }), cuts, (frames, sizes) => {
      const stream = Buffer.concat(
        frames.map(({ type, sub, low, high, payload }) => sersFrame(type, sub, low, high, payload)),
      )
      const chunks: Buffer[] = []
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = sizes[turn % sizes.length]
        chunks.push(stream.subarray(at, at + size))
        at += size
      }
      const { got, fault } = read(chunks)
      const wanted = frames.map(({ type, sub, low, high, payload }) => ({
        type,
        sub,
        low: type === kSersMessage ? 0 : low,
        high: type === kSersMessage ? 0 : high,
        payload: Buffer.from(payload).toString('hex'),
      }))
      return fault === null && JSON.stringify(got) === JSON.stringify(wanted)
    }),
  )
  t.pass()
})

test('each recorded frame is read and written back byte for byte', (t) => {
  let count = 0
  for (const { id, frames } of vectors.filter((one) => !one.id.startsWith('bad-frame'))) {
    for (const { hex } of frames) {
      const bytes = Buffer.from(hex, 'hex')
      const { got, fault } = read([bytes])
      t.is(fault, null, id)
      if (got.length === 0) continue // a heartbeat or message that is too short to say anything
      const [{ type, sub, low, high, payload }] = got
      t.is(sersFrame(type, sub, low, high, Buffer.from(payload, 'hex')).toString('hex'), hex, id)
      count++
    }
  }
  t.true(count > 200)
})

test('an announced length is refused before a byte of it comes, and too short frames are dropped', (t) => {
  const announced = Buffer.alloc(4)
  announced.writeInt32LE(2 ** 31 - 1)
  t.regex(read([announced]).fault ?? '', /over 1048576/)
  announced.writeInt32LE(-1)
  t.regex(read([announced]).fault ?? '', /-1 bytes/)
  for (const size of [0, 1, 2]) {
    const short = Buffer.alloc(4 + size, 9)
    short.writeInt32LE(size)
    t.deepEqual(read([short, sersFrame(kSersReply, 0, 1, 2, Buffer.of(1))]).got.length, 1)
  }
  const wrong = Buffer.alloc(7, 9)
  wrong.writeInt32LE(3)
  t.regex(read([wrong]).fault ?? '', /type 9/)
})

test('bytes that wait for their frame take at most twice their size', (t) => {
  const reader = new SersFrameReader(1 << 20)
  const head = Buffer.alloc(4)
  head.writeInt32LE(1 << 20)
  reader.push(head, { onFrame: () => t.fail() }, () => true)
  const before = process.memoryUsage().arrayBuffers
  for (let at = 0; at < 1_000; at++)
    reader.push(Buffer.of(1), { onFrame: () => t.fail() }, () => true)
  t.is(reader.waitingBytes, 1_004)
  t.true(process.memoryUsage().arrayBuffers - before < 256 * 1024)
})

test('files go round, and lengths that do not add up are no files', (t) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 6 }), (files) => {
      const back = readFiles(writeFiles(files))
      return back?.length === files.length && back.every((file, at) => file.equals(files[at]))
    }),
  )
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      (bytes) => readFiles(Buffer.from(bytes)) !== undefined,
    ),
  )
  t.is(readFiles(Buffer.from('ff000000aa', 'hex')), null)
  t.is(readFiles(Buffer.from('ffffffff', 'hex')), null)
})

const text = fc
  .string({ maxLength: 40, unit: 'grapheme' })
  .filter((one) => Buffer.from(one).toString() === one)
const rpcData = fc.record(
  {
    route: text,
    caller: fc.record(
      { rid: text, source: text, callStack: fc.array(text, { maxLength: 3 }) },
      { requiredKeys: ['rid'] },
    ),
    http: fc.record(
      {
        url: text,
        method: text,
        statusCode: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        protocol: text,
        headers: fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          text,
          { maxKeys: 3 },
        ),
      },
      { requiredKeys: ['url'] },
    ),
    error: fc.record({ errorCode: fc.integer(), errorMessage: text }),
    user: fc.record({ userInfo: fc.record({ name: text }) }),
  },
  { requiredKeys: ['route'] },
)

test('data go from one encoding to the other and back without loss', (t) => {
  fc.assert(
    fc.property(rpcData, (data) => {
      const records = writeRpcRecords(data)
      if (records === null) return false
      const fromRecords = readRpcData(records)
      const fromText = readRpcData(writeRpcJson(data))
      return (
        fromRecords.ok &&
        fromText.ok &&
        fromRecords.mode === 'binary' &&
        fromText.mode === 'json' &&
        sorted(fromRecords.data) === sorted(data) &&
        sorted(fromText.data) === sorted(data)
      )
    }),
  )
  t.pass()
})

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown): unknown =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

test('a line feed begins a record or a text, and what follows tells which', (t) => {
  const record = Buffer.concat([Buffer.of(10, 4, 0), Buffer.from('/a/b')])
  t.is(rpcModeOf(record), 'binary')
  t.is(rpcModeOf(Buffer.from('\n{"route":"/a"}')), 'json')
  t.is(rpcModeOf(Buffer.from('\n \t{ "route":"/a"}')), 'json')
  t.is(rpcModeOf(Buffer.from('{}')), 'json')
  // 123 bytes of route: the length looks like a brace
  t.is(rpcModeOf(Buffer.concat([Buffer.of(10, 123, 0), Buffer.alloc(123, 47)])), 'binary')
  t.is(rpcModeOf(Buffer.concat([Buffer.of(10, 32, 0), Buffer.alloc(32, 47)])), 'binary')
})

test('what nobody can read is broken, and what is over the bounds is told apart', (t) => {
  for (const bytes of ['{bad', '[1]', 'null', '\n', '\x0a\xff\xff']) {
    const reading = readRpcData(Buffer.from(bytes, 'latin1'))
    t.false(reading.ok)
    t.true(!reading.ok && reading.fault === 'broken', bytes)
  }
  const deep = readRpcData(Buffer.from(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`))
  t.true(!deep.ok && deep.fault === 'too-large')
  const long = readRpcData(Buffer.from(`{"route":"${'x'.repeat(70_000)}"}`))
  t.true(!long.ok && long.fault === 'too-large')
  t.true(readRpcData(Buffer.from(`{"route":"${'['.repeat(100)}"}`)).ok)
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => readRpcData(Buffer.from(bytes)) !== null,
    ),
  )
})

test('a record over 32767 bytes is no record', (t) => {
  t.is(writeRpcRecords({ route: 'x'.repeat(32_768) }), null)
  t.not(writeRpcRecords({ route: 'x'.repeat(32_767) }), null)
})

test('another route leaves the other records as they were', (t) => {
  const [first] = readFiles(payloadOfFrame(vector('bytepointor-csharp').frames[10].hex)) ?? []
  const [wanted] = readFiles(payloadOfFrame(vector('bytepointor-csharp').frames[11].hex)) ?? []
  t.deepEqual(withRoute(first, 'binary', '/demo/v1/any/*'), wanted)
})

test('another route leaves everything else of a text as it was', (t) => {
  fc.assert(
    fc.property(rpcData, text, fc.nat(4), (data, route, indent) => {
      const changed = withRoute(Buffer.from(JSON.stringify(data, null, indent)), 'json', route)
      const wanted = data.route === undefined ? data : { ...data, route }
      t.deepEqual(JSON.parse(String(changed)), JSON.parse(JSON.stringify(wanted)))
    }),
  )
  const odd = Buffer.concat([
    Buffer.from('{"user":{"userInfo":{"id":9007199254740993,"route":"/x"}},"route" : "/a\\"b" ,'),
    Buffer.from('"http":{"url":"'),
    Buffer.from('eda0bdedb88a', 'hex'), // CESU-8, as pages write it
    Buffer.from('"},"n":1e400,"route":"/a"}'),
  ]).toString('latin1')
  const wanted = odd.replace('"/a\\"b"', '"/x/*"').replace('"route":"/a"}', '"route":"/x/*"}')
  t.is(withRoute(Buffer.from(odd, 'latin1'), 'json', '/x/*')?.toString('latin1'), wanted)
  t.is(withRoute(Buffer.from(' {} '), 'json', '/x')?.toString(), ' {} ')
})

test('errors are the recorded bytes, in both encodings', (t) => {
  const cases = [
    ['call-not-found-json', 1, kSersErrors.notFound, 'json'],
    ['timeout-error-reply', 1, kSersErrors.timeout, 'json'],
    ['lost-station-error-reply', 1, kSersErrors.stationLost, 'json'],
    ['gover-without-source', 1, kSersErrors.notAllowed, 'json'],
    ['bytepointor-csharp', 15, kSersErrors.notFound, 'binary'],
  ] as const
  for (const [id, at, error, mode] of cases) {
    t.is(
      errorReply(error, mode).toString('latin1'),
      payloadOfFrame(vector(id).frames[at].hex).toString('latin1'),
      id,
    )
  }
})

test('orders of topics go round, and those that say nothing are none', (t) => {
  const order = readTopicOrder(writeTopicOrder(0, 'a.b', Buffer.of(1, 2, 3)))
  t.deepEqual(order, { op: 0, title: 'a.b', body: Buffer.of(1, 2, 3) })
  t.deepEqual(readTopicOrder(writeTopicOrder(0, 'a'))?.body.length, 0)
  t.is(readTopicOrder(writeTopicOrder(9, 'a')), null)
  t.is(readTopicOrder(writeTopicOrder(1, '')), null)
  t.is(readTopicOrder(Buffer.from('garbage')), null)
})

function payloadOfFrame(hex: string): Buffer {
  return Buffer.from(hex, 'hex').subarray(14)
}
