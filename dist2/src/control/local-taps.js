// Watched calls between stations of the main thread: what TappedCalls is for the dispatcher. See data/tap.ts.
import { kTapBodyBytesMax } from '../base/limits.js';
import { takenBy } from '../data/tap.js';
const kNoBytes = new Uint8Array(0);
const kNoBody = { type: 'none', totalBytes: 0, head: kNoBytes };
export class LocalTaps {
    #clock;
    #tell;
    constructor(clock, tell) {
        this.#clock = clock;
        this.#tell = tell;
    }
    /** A call of a tapped route begins. @returns null when no tap shows it. */
    begin(taps, caller, station, path, body) {
        const startMs = this.#clock.nowMs();
        const taken = takenBy(taps, startMs);
        if (taken.length === 0)
            return null;
        const request = bodyOf(body);
        let reply = kNoBody;
        let failure = { code: '', status: 0 };
        return {
            onReply: (value) => {
                reply = bodyOf(value);
            },
            onFailure: (error) => {
                failure = { code: error.code, status: error.status };
            },
            end: () => {
                const durationMs = this.#clock.nowMs() - startMs;
                const call = { path, startMs, durationMs, ...failure, request, reply };
                this.#tellAll(taken, {
                    ...call,
                    caller: { name: caller, key: null },
                    station: { name: '', key: station },
                });
            },
        };
    }
    /** A call of a tapped route that no station got. */
    refused(taps, caller, path, error) {
        const startMs = this.#clock.nowMs();
        this.#tellAll(takenBy(taps, startMs), {
            caller: { name: caller, key: null },
            station: null,
            path,
            startMs,
            durationMs: 0,
            code: error.code,
            status: error.status,
            request: kNoBody,
            reply: kNoBody,
        });
    }
    #tellAll(taps, call) {
        for (const { spec, seenCount, droppedCount } of taps)
            this.#tell({ ...call, tap: spec.id, seenCount, droppedCount });
    }
}
/** A body as it would have travelled; one that cannot travel, or is a stream, is none. */
function bodyOf(value) {
    if (value === undefined)
        return kNoBody;
    if (value instanceof Uint8Array) {
        return { type: 'bytes', totalBytes: value.length, head: value.slice(0, kTapBodyBytesMax) };
    }
    if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
        return kNoBody;
    const json = jsonOf(value);
    if (json === undefined)
        return kNoBody;
    const bytes = Buffer.from(json);
    const head = new Uint8Array(bytes.subarray(0, kTapBodyBytesMax));
    return { type: 'json', totalBytes: bytes.length, head };
}
function jsonOf(value) {
    try {
        return JSON.stringify(value);
    }
    catch {
        return undefined; // it holds itself, or what JSON cannot say: the call fails of that by itself
    }
}
//# sourceMappingURL=local-taps.js.map