// Two threads and a ring between them: this one reads, programs/ring-producer.js writes.

import { Worker } from 'node:worker_threads'
import { kPollCountMax } from '../../src/base/limits.js'
import { kPeerBellOffset, kToPeerRingOffset, segmentBytesOf } from '../../src/ring/layout.js'
import { type RecordHandler, RingReader } from '../../src/ring/ring-reader.js'
import { RingWriter } from '../../src/ring/ring-writer.js'
import { kFrameHeaderBytes } from '../../src/wire/frame.js'
import { answer, numberOf } from '../answer.js'
import { kNumberOffset, kRecordBytes, kRingBytes } from '../ring-shape.js'

/** Milliseconds that a thread with nothing to do gives its core to others. */
const kYieldMs = 0.01

answer(
  {
    run: async (parameters) => {
      const segment = new SharedArrayBuffer(segmentBytesOf(kRingBytes))
      RingWriter.initialize(segment, kToPeerRingOffset, kRingBytes)
      const producer = new Worker(new URL('ring-producer.js', import.meta.url), {
        workerData: segment,
      })
      try {
        return await consume(segment, numberOf(parameters, 'runMs'))
      } finally {
        await producer.terminate()
      }
    },
  },
  async () => {},
)

/** Copies every record out, as the product does. @throws Error when one is not the one that was sent. */
async function consume(segment: SharedArrayBuffer, runMs: number) {
  const reader = new RingReader(
    segment,
    kToPeerRingOffset,
    kRingBytes,
    kPeerBellOffset,
    kFrameHeaderBytes,
    () => {},
  )
  const copy = new Int32Array(kRecordBytes / 4)
  let count = 0
  const handler: RecordHandler = {
    onRecord: ({ words }, offset, sizeBytes) => {
      for (let at = 0; at < copy.length; at++) copy[at] = words[(offset >> 2) + at] ?? 0
      if (sizeBytes !== kRecordBytes || copy[kNumberOffset >> 2] !== count) {
        throw new Error(`record ${count} came out wrong`)
      }
      count++
      return true
    },
  }
  const rest = new Int32Array(new SharedArrayBuffer(4))
  while (!reader.hasRecords()) Atomics.wait(rest, 0, 0, kYieldMs) // the other thread starts
  const startMs = performance.now()
  while (performance.now() - startMs < runMs) {
    const taken = reader.poll(handler, kPollCountMax)
    if (taken < 0) throw new Error('the ring is corrupt')
    if (taken === 0) Atomics.wait(rest, 0, 0, kYieldMs)
  }
  return { count, seconds: (performance.now() - startMs) / 1000 }
}
