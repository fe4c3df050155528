// Calls of idempotent routes that went by a lane, kept for the case that its station dies: then the center is asked, which
// may know another one. What the dispatcher does for the calls that pass it, a caller does here for those that do not.
import { CenterError } from '../base/errors.js';
import { kRetainedBytesMax } from '../base/limits.js';
import { kindOf, RawBody } from './body.js';
/** What the center says when it knows no other station, or lets nobody in; then the loss is what the caller is told. */
const kNoOther = new Set([
    'ERR_NO_ROUTE',
    'ERR_METHOD',
    'ERR_STARTING',
    'ERR_STATION_BUSY',
    'ERR_PAUSED',
    'ERR_DRAINING',
    'ERR_RATE_LIMITED',
    'ERR_BREAKER_OPEN',
]);
export class KeptCalls {
    #repeat;
    #bytes = 0;
    /** @param repeat makes a call by the center. */
    constructor(repeat) {
        this.#repeat = repeat;
    }
    /**
     * Keeps a call whose body is whole.
     *
     * @param bytes of the body, `type` what they are on the wire.
     * @returns null when too much is kept already; the call is then not made again.
     */
    keep(route, body, bytes, type, options, request) {
        const bodyBytes = bytes.length;
        if (this.#bytes + bodyBytes > kRetainedBytesMax)
            return null;
        this.#bytes += bodyBytes;
        if (body === undefined)
            return { route, body, bodyBytes, options, request };
        // What the caller gave may be changed by it; what JSON was made of is ours.
        const isShared = body instanceof Uint8Array || body instanceof RawBody;
        const own = new RawBody(isShared ? bytes.slice() : bytes, kindOf(type));
        return { route, body: own, bodyBytes, options, request };
    }
    /** The call is over. */
    drop(call) {
        this.#bytes -= call.bodyBytes;
    }
    /**
     * Makes a call again.
     *
     * @param timeoutMs what is left of its time.
     * @param lost what it rejects with when no other station takes it.
     */
    async again(call, timeoutMs, lost) {
        if (timeoutMs <= 0)
            throw lost;
        try {
            return await this.#repeat(call, timeoutMs);
        }
        catch (error) {
            throw error instanceof CenterError && kNoOther.has(error.code) ? lost : error;
        }
    }
}
//# sourceMappingURL=kept-calls.js.map