// The memory of a lane, as the center makes it: a pair of rings for the two ends, and a ledger for each of them. The center
// keeps the ledgers mapped and lets go of the rings, which are none of its business.
import { assert } from '../base/assert.js';
import { segmentBytesOf } from '../ring/layout.js';
import { initializeLedger, kCountsAt, kLedgerBytes, kVerdictWord } from '../wire/lane-ledger.js';
import { kStatsBlockWords } from '../wire/stats-block.js';
import { initializeSegment } from './rings.js';
export class LaneMemory {
    #native;
    #lane;
    #ringBytes;
    #open = new Set();
    #ledgers = [];
    #words;
    #counts;
    #passed;
    /**
     * @param lane its number; both ends check that they got what they were told of.
     * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
     */
    constructor(native, lane, ringBytes) {
        this.#native = native;
        this.#lane = lane;
        this.#ringBytes = ringBytes;
        try {
            const rings = this.#keep(native.segmentCreate(segmentBytesOf(ringBytes)));
            this.#initializeRings(rings);
            const caller = this.#keep(native.segmentCreate(kLedgerBytes));
            const station = this.#keep(native.segmentCreate(kLedgerBytes));
            this.#words = { caller: this.#ledgerOf(caller), station: this.#ledgerOf(station) };
            this.#counts = new Float64Array(this.#words.station.buffer, kCountsAt * 8, kStatsBlockWords);
            const callerBell = this.#keepBoth(native.doorbellCreate());
            const stationBell = this.#keepBoth(native.doorbellCreate());
            this.#passed = {
                caller: [rings, caller, stationBell.writer, callerBell.reader],
                station: [rings, station, callerBell.writer, stationBell.reader],
            };
        }
        catch (error) {
            this.release();
            throw error;
        }
    }
    /** What an end gets: rings, its ledger, writer of the other end's doorbell, reader of its own. They stay open here. */
    passedTo(side) {
        return this.#passed[side];
    }
    /** Both ends have what they need, or never will. Idempotent. */
    closeDescriptors() {
        for (const descriptor of this.#open)
            this.#native.descriptorClose(descriptor);
        this.#open.clear();
    }
    /** Tells an end what it may do; it sees that with its next call. */
    setVerdict(side, verdict) {
        Atomics.store(this.#words[side], kVerdictWord, verdict);
    }
    /** Copies what the answering end has counted; it may say anything. */
    readCounts(into) {
        assert(into.length === kStatsBlockWords, 'counts are one block');
        into.set(this.#counts);
    }
    /** Nothing of it is used any more. Idempotent. */
    release() {
        this.closeDescriptors();
        for (const ledger of this.#ledgers)
            ledger.release();
    }
    #initializeRings(descriptor) {
        const mapping = new this.#native.Mapping(descriptor, segmentBytesOf(this.#ringBytes));
        initializeSegment(mapping.buffer, this.#ringBytes, this.#lane);
        mapping.release();
    }
    #ledgerOf(descriptor) {
        const mapping = new this.#native.Mapping(descriptor, kLedgerBytes);
        this.#ledgers.push(mapping);
        const words = new Int32Array(mapping.buffer);
        initializeLedger(words, this.#lane);
        return words;
    }
    #keep(descriptor) {
        this.#open.add(descriptor);
        return descriptor;
    }
    #keepBoth(bell) {
        this.#keep(bell.reader);
        this.#keep(bell.writer);
        return bell;
    }
}
//# sourceMappingURL=lane-memory.js.map