// One end of a lane in its own process: the rings that it shares with the other end, and its ledger with the center.

import { centerError } from '../base/errors.js'
import { segmentBytesOf } from '../ring/layout.js'
import type { LaneNative, Mapping } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { RingReader } from '../ring/ring-reader.js'
import type { RingWriter } from '../ring/ring-writer.js'
import type { LaneOpen } from '../wire/control.js'
import { checkLedger, kCountsAt, kLedgerBytes } from '../wire/lane-ledger.js'
import { kStatsBlockWords } from '../wire/stats-block.js'
import type { DescriptorKeeper } from './descriptors.js'
import { checkSegment, ringsOf } from './rings.js'

export type LaneEnd = {
  readonly reader: RingReader
  readonly writer: RingWriter
  /** The ledger; its verdict is the word kVerdictWord. */
  readonly ledger: Int32Array
  /** The ledger's counts; an answering end writes them. */
  readonly counts: Float64Array
  /** Releases everything at once; not while the reader polls. Twice is harmless. */
  close(): void
}

/** Descriptors that come with a lane. */
export const kLaneDescriptorCount = 4

/**
 * Maps what the center passed. Owns the descriptors from here on.
 *
 * @param keeper of the descriptors.
 * @param descriptors rings, ledger, writer of the other end's doorbell, reader of the own one.
 * @throws CenterError ERR_PROTOCOL when the memory is not what the message says, or Error with the system's code; nothing
 * is left open then.
 */
export function openLaneEnd(
  native: LaneNative,
  keeper: DescriptorKeeper,
  open: LaneOpen,
  descriptors: readonly number[],
  loop: Pick<ReaderLoop, 'add' | 'addDoorbell' | 'remove'>,
): LaneEnd {
  const { lane, ringBytes, side } = open
  const mappings: Mapping[] = []
  const kept = new Set(descriptors)
  const closeOne = (descriptor: number) => {
    keeper.close(descriptor)
    kept.delete(descriptor)
  }
  const release = () => {
    for (const mapping of mappings) mapping.release()
    for (const descriptor of kept) keeper.close(descriptor)
    kept.clear()
  }
  try {
    const [rings, page, otherBellWriter, ownBellReader] = descriptors
    const map = (descriptor: number, bytes: number) => {
      const mapping = new native.Mapping(descriptor, bytes)
      mappings.push(mapping)
      closeOne(descriptor)
      return mapping.buffer
    }
    const memory = map(rings, segmentBytesOf(ringBytes))
    const ledger = new Int32Array(map(page, kLedgerBytes))
    const broken = checkSegment(memory, ringBytes, lane) ?? checkLedger(ledger, lane)
    if (broken !== null) throw centerError('ERR_PROTOCOL', { rule: broken })
    // The caller has the end that a center has on a link: it reads what the other side answers.
    const ringOther = () => native.doorbellRing(otherBellWriter)
    const place = side === 'caller' ? 'center' : 'peer'
    const { reader, writer } = ringsOf(memory, ringBytes, place, ringOther)
    loop.add(reader)
    let isClosed = false
    const close = () => {
      if (isClosed) return
      isClosed = true
      loop.remove(reader)
      // What was published last must be seen, whatever became of the bell.
      native.doorbellRing(otherBellWriter)
      release()
    }
    try {
      loop.addDoorbell(reader, ownBellReader)
      closeOne(ownBellReader) // the loop watches another one of it
    } catch (error) {
      loop.remove(reader)
      throw error
    }
    const counts = new Float64Array(ledger.buffer, kCountsAt * 8, kStatsBlockWords)
    return { reader, writer, ledger, counts, close }
  } catch (error) {
    release()
    throw error
  }
}
