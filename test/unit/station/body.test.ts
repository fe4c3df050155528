// Bodies that are read out of a ring: copies that share memory with each other, never with the ring.

import { MessageChannel } from 'node:worker_threads'
import test from 'ava'
import { type BodyMemory, copyOut, copyPrivate, decodeBody } from '../../../src/station/body.js'
import { kBodyBytes, kBodyJson, kBodyNone } from '../../../src/wire/frame.js'

const kMemoryBytes = 64 * 1024

/** Memory in which each byte tells where it lies. */
function memory(): BodyMemory {
  const space = new ArrayBuffer(kMemoryBytes)
  const bytes = new Uint8Array(space)
  for (let at = 0; at < kMemoryBytes; at++) bytes[at] = at ^ (at >> 8)
  return { bytes, words: new Int32Array(space), buffer: Buffer.from(space) }
}

const kLengths = [0, 1, 3, 4, 7, 8, 31, 32, 64, 127, 128, 129, 256, 257, 8_192, 8_193]

test('a body is a copy of its bytes, whatever its length and wherever it begins', (t) => {
  const from = memory()
  for (const length of kLengths) {
    for (const start of [0, 1, 2, 3, 4, 8, 100]) {
      const copy = copyOut(from, start, start + length)
      t.deepEqual(copy, from.bytes.slice(start, start + length), `${length} bytes at ${start}`)
      t.not(copy.buffer, from.bytes.buffer)
    }
  }
})

test('later bodies leave earlier ones alone, over many slabs', (t) => {
  const from = memory()
  const kept = Array.from({ length: 5_000 }, (_, at) => {
    const start = at * 4
    return { start, copy: copyOut(from, start, start + (at % 300)) }
  })
  const wrong = kept.filter(
    ({ start, copy }) => !from.buffer.subarray(start, start + copy.length).equals(copy),
  )
  t.deepEqual(wrong, [])
})

test('what is written into one body changes no other', (t) => {
  const from = memory()
  const [before, body, after] = [copyOut(from, 0, 13), copyOut(from, 0, 13), copyOut(from, 0, 13)]
  body.fill(0xff)
  t.deepEqual(before, from.bytes.slice(0, 13))
  t.deepEqual(after, from.bytes.slice(0, 13))
})

test('a body begins where words of any size may begin', (t) => {
  const from = memory()
  for (const length of [1, 5, 32, 200, 1_000]) {
    t.is(copyOut(from, 0, length).byteOffset % 8, 0)
  }
})

test('a body that is kept keeps little: small ones lie in small slabs, large ones alone', (t) => {
  const from = memory()
  t.true(copyOut(from, 0, 32).buffer.byteLength <= 8_192)
  t.true(copyOut(from, 0, 256).buffer.byteLength <= 8_192)
  t.true(copyOut(from, 0, 257).buffer.byteLength <= 65_536)
  t.is(copyOut(from, 0, 8_193).buffer.byteLength, 8_193)
})

test('nobody takes the memory of his neighbours away', (t) => {
  const from = memory()
  const body = copyOut(from, 0, 32)
  const { port1, port2 } = new MessageChannel()
  try {
    port1.postMessage(body, body.buffer instanceof ArrayBuffer ? [body.buffer] : [])
  } catch (error) {
    t.like(error, { name: 'DataCloneError' }) // from Node 21 on it is refused, before that it is copied
  }
  port1.close()
  port2.close()
  t.deepEqual(body, from.bytes.slice(0, 32))
})

test('the flags say what a body is', (t) => {
  const from = memory()
  from.buffer.write('{"a":1}', 16)
  t.is(decodeBody(from, 16, 23, kBodyNone, '/a'), undefined)
  t.deepEqual(decodeBody(from, 16, 23, kBodyBytes, '/a'), from.bytes.slice(16, 23))
  t.deepEqual(decodeBody(from, 16, 23, kBodyJson, '/a'), { a: 1 })
  t.throws(() => decodeBody(from, 16, 22, kBodyJson, '/a'), { code: 'ERR_BAD_BODY' })
})

test('what nobody is given is a copy, too, and keeps little', (t) => {
  const from = memory()
  for (const length of [...kLengths, 1_024, 1_025]) {
    for (const start of [0, 3, 100]) {
      const copy = copyPrivate(from, start, start + length)
      t.deepEqual(copy, from.bytes.slice(start, start + length), `${length} bytes at ${start}`)
      t.true(copy.buffer.byteLength <= Math.max(4_096, length))
    }
  }
})

test('a body whose memory a stream of bytes takes is not the end of the next ones, nor of what came with them', (t) => {
  const from = memory()
  for (const length of [32, 600]) {
    const context = copyPrivate(from, 0, length)
    const body = copyOut(from, 0, length)
    new ReadableStream({ type: 'bytes', start: (controller) => controller.enqueue(body) })
    t.is(body.length, 0) // whoever marks memory as untransferable is not asked here
    t.deepEqual(context, from.bytes.slice(0, length))
    t.deepEqual(copyOut(from, 4, 4 + length), from.bytes.slice(4, 4 + length))
    t.deepEqual(copyPrivate(from, 4, 4 + length), from.bytes.slice(4, 4 + length))
  }
})
