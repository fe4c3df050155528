// The producing end of a byte ring: one thread owns it. The reading end is ring-reader.ts.
//
// Nothing is visible before publish(), so a producer that dies in mid-write leaves nothing to repair.
import { assert } from '../base/assert.js';
import { kCapacityOffset, kHeadPositionOffset, kPaddingBit, kProducerBytesOffset, kProducerFullOffset, kProducerRecordsOffset, kProducerWaitingOffset, kRecordShare, kRingHeaderBytes, kTailPositionOffset, } from './layout.js';
/** The ring has no room; try again after its reader rang. */
export const kFull = -1;
/** The reader's positions are nonsense: the link must be closed. */
export const kCorrupt = -2;
export class RingWriter {
    words;
    bytes;
    /** The same bytes, for text. */
    buffer;
    /** Most bytes of one record. */
    recordBytesMax;
    capacityBytes;
    #counters;
    #ring;
    #dataOffset;
    #mask;
    #tailWord;
    #headWord;
    #waitingWord;
    #bellWord;
    #counterAt;
    #tail;
    #publishedTail;
    #headCache;
    #recordCount = 0;
    /**
     * @param buffer the mapped segment, or a SharedArrayBuffer of the same layout.
     * @param ringOffset byte offset of the ring's header.
     * @param ringBytes capacity that both sides agreed on; the header is not trusted for it.
     * @param bellOffset byte offset of the reader's bell.
     * @param ring rings the reader's doorbell; called only when the reader sleeps.
     */
    constructor(buffer, ringOffset, ringBytes, bellOffset, ring) {
        assert((ringBytes & (ringBytes - 1)) === 0 && ringBytes >= 4096, 'a ring holds a power of two bytes');
        this.words = new Int32Array(buffer);
        this.bytes = new Uint8Array(buffer);
        this.buffer = Buffer.from(buffer);
        this.#counters = new Float64Array(buffer);
        this.capacityBytes = ringBytes;
        this.recordBytesMax = ringBytes / kRecordShare;
        this.#ring = ring;
        this.#dataOffset = ringOffset + kRingHeaderBytes;
        this.#mask = ringBytes - 1;
        this.#tailWord = (ringOffset + kTailPositionOffset) >> 2;
        this.#headWord = (ringOffset + kHeadPositionOffset) >> 2;
        this.#waitingWord = (ringOffset + kProducerWaitingOffset) >> 2;
        this.#bellWord = bellOffset >> 2;
        this.#counterAt = ringOffset >> 3;
        this.#tail = Atomics.load(this.words, this.#tailWord);
        this.#publishedTail = this.#tail;
        this.#headCache = Atomics.load(this.words, this.#headWord);
    }
    /** Writes the header of a fresh ring; called once, by the center, before the peer sees the segment. */
    static initialize(buffer, ringOffset, ringBytes) {
        new Int32Array(buffer)[(ringOffset + kCapacityOffset) >> 2] = ringBytes;
    }
    /**
     * Reserves room for one record in the current batch. Never waits, allocates nothing.
     *
     * @param sizeBytes exact bytes of the record, header included; 32 … {@link recordBytesMax}, more asserts.
     * @returns byte offset of the record (> 0, 8-aligned), {@link kFull} or {@link kCorrupt}.
     */
    tryReserve(sizeBytes) {
        const stride = (sizeBytes + 7) & ~7;
        const index = this.#tail & this.#mask;
        const room = this.#mask + 1 - index;
        const wanted = room < stride ? room + stride : stride;
        if (wanted > this.#mask + 1 - ((this.#tail - this.#headCache) | 0)) {
            const outcome = this.#lookAtHead(wanted, sizeBytes);
            if (outcome !== 0)
                return outcome;
        }
        this.#recordCount++;
        if (room < stride) {
            this.words[(this.#dataOffset + index) >> 2] = kPaddingBit | room;
            this.#tail = (this.#tail + wanted) | 0;
            return this.#dataOffset;
        }
        this.#tail = (this.#tail + stride) | 0;
        return this.#dataOffset + index;
    }
    #lookAtHead(wanted, sizeBytes) {
        assert(sizeBytes <= this.recordBytesMax, 'a record is at most an eighth of its ring');
        const head = this.#loadHead();
        if (head === null)
            return kCorrupt;
        const used = (this.#tail - head) | 0;
        if (wanted <= this.capacityBytes - used)
            return 0;
        if (Atomics.load(this.words, this.#waitingWord) === 0) {
            const at = this.#counterAt + (kProducerFullOffset >> 3);
            this.#counters[at] += 1;
            Atomics.store(this.words, this.#waitingWord, 1);
            // SYNC(producer-waits): look once more after saying so, or the reader's last step is missed.
            const again = Atomics.load(this.words, this.#headWord);
            if (again !== head)
                return this.#lookAtHead(wanted, sizeBytes);
        }
        return kFull;
    }
    /** Bytes that are free, as far as the reader's position tells; 0 when it is nonsense. Allocates nothing. */
    freeBytes() {
        const head = this.#loadHead();
        return head === null ? 0 : this.capacityBytes - ((this.#tail - head) | 0);
    }
    /** True when so many bytes are free. Looks at the reader's position only when the last look does not tell. */
    hasFreeBytes(bytes) {
        // The reader writes its position all the time: each look at it waits for another core.
        return (this.capacityBytes - ((this.#tail - this.#headCache) | 0) >= bytes ||
            this.freeBytes() >= bytes);
    }
    /** The reader's position, checked and remembered; null when it is nonsense. */
    #loadHead() {
        // SYNC(ring-room): what the reader gave back is no longer read by it.
        const head = Atomics.load(this.words, this.#headWord);
        const used = (this.#tail - head) | 0;
        if (used < 0 || used > this.capacityBytes || ((this.#publishedTail - head) | 0) < 0)
            return null;
        this.#headCache = head;
        return head;
    }
    /** Times that a reservation found no room. */
    get fullCount() {
        return this.#counters[this.#counterAt + (kProducerFullOffset >> 3)];
    }
    /** True when every published record was read. */
    isDrained() {
        return Atomics.load(this.words, this.#headWord) === this.#publishedTail;
    }
    /**
     * Makes the batch visible and rings the reader's doorbell if it sleeps. Once per batch, not per record.
     */
    publish() {
        const tail = this.#tail;
        if (tail === this.#publishedTail)
            return;
        const at = this.#counterAt + (kProducerRecordsOffset >> 3);
        this.#counters[at] += this.#recordCount;
        const bytesAt = this.#counterAt + (kProducerBytesOffset >> 3);
        this.#counters[bytesAt] += (tail - this.#publishedTail) | 0;
        this.#recordCount = 0;
        this.#publishedTail = tail;
        // SYNC(records-visible): every record of the batch is complete before the tail tells the reader so.
        Atomics.store(this.words, this.#tailWord, tail);
        // SYNC(bell): the tail is stored before the bell is read; the reader arms the bell before it reads the tail again.
        if (Atomics.load(this.words, this.#bellWord) !== 0) {
            if (Atomics.exchange(this.words, this.#bellWord, 0) !== 0)
                this.#ring();
        }
    }
}
//# sourceMappingURL=ring-writer.js.map