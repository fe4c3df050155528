// Calls on the way that somebody watches, in one dispatcher. See tap.ts.
import { kInFlightPerLinkMax, kTapBodyBytesMax } from '../base/limits.js';
import { contextField, kTagPath } from '../wire/context.js';
import { kBodyBytes, kBodyMask, kBodyNone, kFrameHeaderBytes } from '../wire/frame.js';
import { takenBy } from './tap.js';
/** Calls on the way that are watched at once; each holds two heads of bodies. */
const kOpenMax = 1_024;
const kNoBytes = new Uint8Array(0);
const kNoBody = { type: 'none', totalBytes: 0, head: kNoBytes };
/** How a call ended of which no reply tells: its caller gave up. */
const kCancelled = { status: 499, code: 'ERR_CANCELLED' };
export class TappedCalls {
    /** Calls that are watched at this moment. 0: nothing has to be looked up. */
    openCount = 0;
    #open = new Map();
    #tell;
    constructor(tell) {
        this.#tell = tell;
    }
    /**
     * A call of a tapped route has been given to a station.
     *
     * @param bytes memory in which the caller's frame lies; `size` and `kindFlagsContext` are checked.
     * @param path context field with the path, where the frame has a number instead.
     */
    begin(route, caller, station, slot, nowMs, bytes, offset, size, kindFlagsContext, path) {
        const taps = takenBy(route.taps ?? [], nowMs);
        if (taps.length === 0)
            return;
        if (this.#open.size >= kOpenMax) {
            for (const tap of taps)
                tap.droppedCount++;
            return;
        }
        this.#open.set(keyOf(station, slot), {
            taps,
            caller,
            station,
            path: pathOf(route, bytes, offset, kindFlagsContext, path),
            startMs: nowMs,
            request: bodyOf(bytes, offset, size, kindFlagsContext, hasBodies(taps)),
            reply: kNoBody,
            status: -1,
            code: '',
        });
        this.openCount = this.#open.size;
    }
    /** A call of a tapped route that no station got. */
    refused(route, caller, nowMs, bytes, offset, size, kindFlagsContext, error) {
        const taps = takenBy(route.taps ?? [], nowMs);
        if (taps.length === 0)
            return;
        this.#finish({
            taps,
            caller,
            station: caller,
            path: pathOf(route, bytes, offset, kindFlagsContext, kNoBytes),
            startMs: nowMs,
            request: bodyOf(bytes, offset, size, kindFlagsContext, hasBodies(taps)),
            reply: kNoBody,
            ...error,
        }, nowMs, false);
    }
    /** A further part of a request. */
    onUpload(station, slot, size) {
        const open = this.#open.get(keyOf(station, slot));
        if (open !== undefined)
            open.request = grown(open.request, size);
    }
    /** A reply, or a part of one. */
    onReply(station, slot, offset, size, kindFlagsContext, status) {
        const open = this.#open.get(keyOf(station, slot));
        if (open === undefined)
            return;
        if (status !== 0 || open.status < 0)
            open.status = status;
        if (open.reply.totalBytes > 0 && status === 0) {
            open.reply = grown(open.reply, size);
            return;
        }
        // An error's code stands in its body, also where no bodies are wanted.
        const isHead = hasBodies(open.taps) || status !== 0;
        open.reply = bodyOf(station.reader.bytes, offset, size, kindFlagsContext, isHead);
    }
    /** The dispatcher itself ends the call. */
    onFailure(station, slot, error) {
        const open = this.#open.get(keyOf(station, slot));
        if (open === undefined)
            return;
        open.status = error.status;
        open.code = error.code;
    }
    /** The call is over. */
    end(station, slot, nowMs) {
        const key = keyOf(station, slot);
        const open = this.#open.get(key);
        if (open === undefined)
            return;
        this.#open.delete(key);
        this.openCount = this.#open.size;
        this.#finish(open.status < 0 ? { ...open, ...kCancelled } : open, nowMs, true);
    }
    /** Nobody listens to a tap any more. */
    close(id) {
        for (const [key, open] of this.#open) {
            open.taps = open.taps.filter(({ spec }) => spec.id !== id);
            if (open.taps.length === 0)
                this.#open.delete(key);
        }
        this.openCount = this.#open.size;
    }
    #finish(open, nowMs, isGiven) {
        const { caller, station, path, startMs, status, code, request, reply } = open;
        for (const { spec, seenCount, droppedCount } of open.taps) {
            this.#tell({
                tap: spec.id,
                seenCount,
                droppedCount,
                caller: stationOf(caller),
                station: isGiven ? stationOf(station) : null,
                path,
                startMs,
                durationMs: nowMs - startMs,
                status,
                code,
                request,
                reply,
            });
        }
    }
}
function keyOf(station, slot) {
    return station.index * kInFlightPerLinkMax + slot;
}
function hasBodies(taps) {
    return taps.some(({ spec }) => spec.hasBodies);
}
function stationOf({ name, index, generation }) {
    return { name, key: { link: index, generation } };
}
function pathOf(route, bytes, offset, kindFlagsContext, path) {
    const start = offset + kFrameHeaderBytes;
    const context = bytes.subarray(start, start + (kindFlagsContext >>> 16));
    const name = contextField(path.length > 0 ? path : context, kTagPath);
    return name === undefined ? route.pattern.path : name.slice(name.indexOf(' ') + 1);
}
function bodyOf(bytes, offset, size, kindFlagsContext, isHead) {
    const type = (kindFlagsContext >> 8) & kBodyMask;
    const start = offset + kFrameHeaderBytes + (kindFlagsContext >>> 16);
    const end = isHead ? Math.min(offset + size, start + kTapBodyBytesMax) : start;
    return {
        type: type === kBodyNone ? 'none' : type === kBodyBytes ? 'bytes' : 'json',
        totalBytes: offset + size - start,
        head: bytes.slice(start, end),
    };
}
/** With a further frame of it. */
function grown(body, frameBytes) {
    return { ...body, totalBytes: body.totalBytes + frameBytes - kFrameHeaderBytes };
}
//# sourceMappingURL=tapped-calls.js.map