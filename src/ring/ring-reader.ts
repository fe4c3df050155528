// The reading end of a byte ring: one thread owns it. The peer may be hostile: positions and sizes are read once,
// checked against the mapping's real size, and only the checked copy is used.

import { kPollCountFew, kPollCountMax } from '../base/limits.js'
import {
  kConsumerBytesOffset,
  kConsumerRecordsOffset,
  kHeadPositionOffset,
  kProducerFullOffset,
  kProducerWaitingOffset,
  kRecordShare,
  kRingHeaderBytes,
  kTailPositionOffset,
} from './layout.js'
import { loadNative } from './native.js'
import { kCorrupt } from './ring-writer.js'

/** Most records of one drain; the target's length bounds it before. */
const kRecordsPerDrainMax = 65_536

/** Takes one record. */
export type RecordHandler = {
  /**
   * @param reader where the record lies; its words and bytes are valid only during this call.
   * @param offset byte offset of the record, 8-aligned.
   * @param sizeBytes exact size, checked: at least a frame's header, at most an eighth of the ring, within the published bytes.
   * @returns false to stop here; the record then stays unread and comes again. When it throws, the record counts as
   * read, and poll throws on.
   */
  onRecord(reader: RingReader, offset: number, sizeBytes: number): boolean
}

export class RingReader {
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly buffer: Buffer
  readonly capacityBytes: number
  /** Word indices, for a poller that looks without taking. */
  readonly tailWord: number
  readonly headWord: number
  readonly bellWord: number
  /** Called by the loop that reads this ring when its producer rang: it has records, or room for those that wait. */
  onRung: () => void = () => {}
  readonly #counters: Float64Array
  readonly #ringProducer: () => void
  readonly #sizeBytesMin: number
  readonly #sizeBytesMax: number
  readonly #ringOffset: number
  readonly #dataOffset: number
  readonly #mask: number
  readonly #waitingWord: number
  readonly #counterAt: number
  #head: number

  /**
   * @param sizeBytesMin bytes of the smallest valid record.
   * @param ringProducer rings the producer's doorbell after a quarter of a full ring is free again.
   * The other parameters as in RingWriter; `bellOffset` is this reader's own bell.
   */
  constructor(
    buffer: ArrayBufferLike,
    ringOffset: number,
    ringBytes: number,
    bellOffset: number,
    sizeBytesMin: number,
    ringProducer: () => void,
  ) {
    this.words = new Int32Array(buffer)
    this.bytes = new Uint8Array(buffer)
    this.buffer = Buffer.from(buffer)
    this.#counters = new Float64Array(buffer)
    this.capacityBytes = ringBytes
    this.#sizeBytesMin = sizeBytesMin
    this.#sizeBytesMax = ringBytes / kRecordShare
    this.#ringProducer = ringProducer
    this.#ringOffset = ringOffset
    this.#dataOffset = ringOffset + kRingHeaderBytes
    this.#mask = ringBytes - 1
    this.tailWord = (ringOffset + kTailPositionOffset) >> 2
    this.headWord = (ringOffset + kHeadPositionOffset) >> 2
    this.bellWord = bellOffset >> 2
    this.#waitingWord = (ringOffset + kProducerWaitingOffset) >> 2
    this.#counterAt = ringOffset >> 3
    this.#head = Atomics.load(this.words, this.headWord)
  }

  /** True when published records wait. */
  hasRecords(): boolean {
    return Atomics.load(this.words, this.tailWord) !== this.#head
  }

  /**
   * A plain look, a nanosecond instead of ten, for threads that go round many idle rings. What it misses, the look before
   * sleep sees.
   */
  mayHaveRecords(): boolean {
    return this.words[this.tailWord] !== this.#head
  }

  /** How far the producer has published; a change since the last look means new records. */
  publishedPosition(): number {
    return Atomics.load(this.words, this.tailWord)
  }

  /** How many records to take before publishing what they caused; see limits.ts. Assumes that all are as long as the next. */
  batchCount(): number {
    const waitingBytes = (this.words[this.tailWord] - this.#head) | 0
    const next = this.words[(this.#dataOffset + (this.#head & this.#mask)) >> 2]
    return waitingBytes > kPollCountMax * ((next + 7) & ~7) ? kPollCountMax : kPollCountFew
  }

  /** Bytes that are published and not read, padding included. */
  publishedBytes(): number {
    return (Atomics.load(this.words, this.tailWord) - this.#head) | 0
  }

  /** Times that the producer found no room, by its own word. */
  get fullCount(): number {
    return this.#counters[this.#counterAt + (kProducerFullOffset >> 3)]
  }

  /** Says that this reader is about to sleep (1) or is awake (0). After 1, look once more before sleeping. */
  setBell(value: 0 | 1): void {
    // SYNC(bell): armed before the tail is read again; the producer stores the tail before it reads the bell.
    Atomics.store(this.words, this.bellWord, value)
  }

  /**
   * Hands published records to `handler`, oldest first, and gives their room back once at the end.
   *
   * @param countMax most records of this turn.
   * @returns how many were taken (0 … countMax), or {@link kCorrupt} when a position or size is nonsense: close the link.
   */
  poll(handler: RecordHandler, countMax: number): number {
    const words = this.words
    // SYNC(records-visible): all records below the tail that we see are complete.
    const tail = Atomics.load(words, this.tailWord)
    const start = this.#head
    const available = (tail - start) | 0
    if (available === 0) return 0
    if (available < 0 || available > this.capacityBytes || (available & 7) !== 0) return kCorrupt
    let head = start
    let count = 0
    let outcome = 0
    while (count < countMax && head !== tail) {
      const index = head & this.#mask
      const offset = this.#dataOffset + index
      const left = (tail - head) | 0
      const size = words[offset >> 2]
      if (size < 0) {
        const skip = size & 0x7fff_ffff
        if (skip !== this.#mask + 1 - index || skip > left) {
          outcome = kCorrupt
          break
        }
        head = (head + skip) | 0
        continue
      }
      const stride = (size + 7) & ~7
      // The upper bound first of all keeps the stride from wrapping around: 0x7fffffff would have a negative one.
      if (
        size < this.#sizeBytesMin ||
        size > this.#sizeBytesMax ||
        stride > left ||
        stride > this.#mask + 1 - index
      ) {
        outcome = kCorrupt
        break
      }
      const next = (head + stride) | 0
      let isTaken = true
      try {
        isTaken = handler.onRecord(this, offset, size)
      } catch (error) {
        this.#release(start, next, count + 1)
        throw error
      }
      if (!isTaken) break
      head = next
      count++
    }
    this.#release(start, head, count)
    return outcome === kCorrupt ? kCorrupt : count
  }

  /**
   * Copies published whole records, without padding, one behind the other at multiples of 8: what a byte stream wants.
   * One native call for all of them where there is the addon; the records come in the same order without it.
   *
   * @param target private memory, at least as long as the next record.
   * @returns bytes copied, or {@link kCorrupt}.
   */
  drain(target: Uint8Array): number {
    const loaded = loadNative()
    if (!loaded.ok) return this.#drainHere(target)
    const bytes = loaded.native.ringDrain(this.words, this.#ringOffset, target, kRecordsPerDrainMax)
    if (bytes < 0) return kCorrupt
    this.#head = Atomics.load(this.words, this.headWord)
    this.#wakeProducer(this.#head)
    return bytes
  }

  #drainHere(target: Uint8Array): number {
    let length = 0
    const onRecord = (_reader: RingReader, offset: number, sizeBytes: number): boolean => {
      const stride = (sizeBytes + 7) & ~7
      if (length + stride > target.length) return false
      target.set(this.bytes.subarray(offset, offset + stride), length)
      length += stride
      return true
    }
    return this.poll({ onRecord }, kRecordsPerDrainMax) === kCorrupt ? kCorrupt : length
  }

  #release(start: number, head: number, count: number): void {
    if (head === start) return
    const at = this.#counterAt + (kConsumerRecordsOffset >> 3)
    this.#counters[at] += count
    const bytesAt = this.#counterAt + (kConsumerBytesOffset >> 3)
    this.#counters[bytesAt] += (head - start) | 0
    this.#head = head
    // SYNC(ring-room): everything below the head was taken before the producer may write there again.
    Atomics.store(this.words, this.headWord, head)
    this.#wakeProducer(head)
  }

  #wakeProducer(head: number): void {
    // SYNC(producer-waits): the head is stored before the flag is read.
    if (Atomics.load(this.words, this.#waitingWord) !== 0) {
      const used = (Atomics.load(this.words, this.tailWord) - head) | 0
      if (used <= this.capacityBytes - (this.capacityBytes >> 2)) {
        Atomics.store(this.words, this.#waitingWord, 0)
        this.#ringProducer()
      }
    }
  }
}
