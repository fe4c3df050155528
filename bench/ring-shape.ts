// What the ring bench passes through its ring: the same as native/bench/ring_bench.cc.

import { workerData } from 'node:worker_threads'
import { type Doorbell, loadNative, type NativeAddon } from '../src/ring/native.js'
import { kFrameHeaderBytes } from '../src/wire/frame.js'

export const kRecordPayloadBytes = 32
/** A frame's header and a small body. */
export const kRecordBytes = kFrameHeaderBytes + kRecordPayloadBytes
export const kRingBytes = 1 << 20
/** Records of one publication, as the product publishes. */
export const kBatchCount = 64
/** Where a record's number stands: behind the word with its size. */
export const kNumberOffset = 4

/** What both threads of the ring are given. */
export type RingEnds = {
  readonly segment: SharedArrayBuffer
  /** Rings when there is room again. */
  readonly room: Doorbell
  /** Rings when there are records. */
  readonly records: Doorbell
  readonly runMs: number
}

/** This thread's ends, and the addon to sleep with. */
export function ringEnd(): RingEnds & { readonly native: NativeAddon } {
  const loaded = loadNative()
  if (!loaded.ok) throw new Error(loaded.reason)
  return { ...(workerData as RingEnds), native: loaded.native }
}
