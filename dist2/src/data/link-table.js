// The links of one dispatcher, and writing to them: batches, kept frames, and the state that one turn shares.
import { kCounterIndex } from '../base/counter-names.js';
import { errorJson } from '../base/errors.js';
import { kRequestOverflowBytesMax } from '../base/limits.js';
import { kCorrupt } from '../ring/ring-writer.js';
import { kBodyJson, kFlagEnd, kFlagToCaller, kindWord, kKindData, kKindReply, } from '../wire/frame.js';
import { buildFrame } from '../wire/frame-copy.js';
const encoder = new TextEncoder();
/** The dispatcher's own errors are short; they fit into a record of the smallest ring. */
const kErrorBytesMax = 4_096;
export class LinkTable {
    /** Open links; the index is the link's own. */
    byIndex = [];
    /** The center's counters, one float64 word for each of kCounterNames. */
    counters;
    /** The clock as this turn read it. */
    nowMs = 0;
    /** No call of any link expires earlier. */
    nextDeadlineMs = Number.POSITIVE_INFINITY;
    /** Bytes of requests kept for a second try. */
    retainedBytes = 0;
    /** Bytes that wait for room in the ring of any link. */
    #overflowBytes = 0;
    #overflowBytesMax;
    #dirty = [];
    #onUnfit;
    /** @param overflowBytesMax most bytes that wait for room, over all links. */
    constructor(counters, overflowBytesMax, onUnfit) {
        this.counters = counters;
        this.#overflowBytesMax = overflowBytesMax;
        this.#onUnfit = onUnfit;
    }
    /** The link of a subscriber, or undefined when it is gone. */
    linkOf(subscriber) {
        const link = this.byIndex[subscriber.link];
        return link?.generation === subscriber.linkGeneration ? link : undefined;
    }
    /** Sends the error that ends a call. @param hasBegun the reply has begun: the error ends it. */
    sendError(link, slot, generation, error, hasBegun) {
        const body = encoder.encode(errorJson(error, kErrorBytesMax));
        const kind = hasBegun
            ? kindWord(kKindData, kBodyJson | kFlagEnd | kFlagToCaller, 0)
            : kindWord(kKindReply, kBodyJson, 0);
        this.send(link, buildFrame(kind, slot, generation, error.status, body));
    }
    /** Writes a frame, or keeps it until there is room; a peer that leaves too much lying is closed. */
    send(link, frame) {
        if (!link.isOpen || link.isUnfit)
            return;
        const size = frame.bytes.length;
        if (size > link.writer.recordBytesMax) {
            this.unfit(link, `frame of ${size} bytes is over ${link.writer.recordBytesMax}`);
            return;
        }
        const out = link.isDeferring ? -1 : link.writer.tryReserve(size);
        if (out > 0) {
            this.touch(link);
            link.writer.bytes.set(frame.bytes, out);
            return;
        }
        if (out === kCorrupt)
            this.unfit(link, 'a ring position is nonsense');
        else
            this.keep(link, frame.bytes);
    }
    /** True when a request of so many bytes may wait for room in a station's ring. */
    mayKeepRequest(station, bytes) {
        return (station.overflowBytes + bytes <= kRequestOverflowBytesMax &&
            this.#overflowBytes + bytes <= this.#overflowBytesMax);
    }
    /** Keeps a frame until its peer makes room; a peer that leaves too much lying is closed. */
    keep(link, frame) {
        this.counters[kCounterIndex.frames_deferred]++;
        if (!link.defer(frame)) {
            this.#endSlow(link, 'it does not take its replies');
            return;
        }
        this.#overflowBytes += frame.length;
        if (this.#overflowBytes > this.#overflowBytesMax)
            this.#endGreediest();
    }
    // Whoever is sent one frame too many is most likely not who left the others lying.
    #endGreediest() {
        let greediest;
        for (const link of this.byIndex) {
            if (link !== undefined && link.overflowBytes > (greediest?.overflowBytes ?? 0))
                greediest = link;
        }
        if (greediest === undefined)
            return;
        const reason = `it leaves ${greediest.overflowBytes} bytes lying, the most where all links may leave ${this.#overflowBytesMax}`;
        this.#endSlow(greediest, reason);
    }
    #endSlow(link, reason) {
        this.counters[kCounterIndex.links_too_slow]++;
        this.unfit(link, reason);
    }
    /** Forgets what waits for a link that takes nothing any more. */
    dropKept(link) {
        this.#overflowBytes -= link.overflowBytes;
        link.dropDeferred();
    }
    /** Moves kept frames into the ring. @returns true when the link may be read again. */
    flush(link) {
        const before = link.overflowBytes;
        const outcome = link.flushDeferred();
        this.#overflowBytes -= before - link.overflowBytes;
        if (outcome === kCorrupt)
            this.unfit(link, 'a ring position is nonsense');
        this.touch(link);
        return !link.isUnfit && !link.isDeferring;
    }
    /** Remembers that a link has records to publish. */
    touch(link) {
        if (link.isDirty)
            return;
        link.isDirty = true;
        this.#dirty.push(link);
    }
    /** Publishes every batch; once per source link and turn. */
    publishAll() {
        for (const link of this.#dirty) {
            link.isDirty = false;
            if (link.isOpen)
                link.writer.publish();
        }
        this.#dirty.length = 0;
    }
    /** The link broke the protocol or is too slow; its owner closes it after the turn. */
    unfit(link, reason) {
        if (!link.isOpen || link.isUnfit)
            return;
        link.isUnfit = true;
        this.dropKept(link);
        this.counters[kCounterIndex.protocol_errors]++;
        this.#onUnfit(link, reason);
    }
}
//# sourceMappingURL=link-table.js.map