import type { ErrorCode } from '../base/errors.js';
export declare class Gates {
    #private;
    /** @param memory from {@link createGateMemory}; shared by control and every dispatcher. */
    constructor(memory: SharedArrayBuffer);
    /**
     * Asks for one call.
     *
     * @param route the route's id.
     * @returns null when it may pass, else the code of the refusal.
     */
    admit(route: number): ErrorCode | null;
    /** Starts a window of a limit. @param calls calls of this window; undefined lifts the limit. */
    setLimit(route: number, calls: number | undefined): void;
    /** Opens or closes the breaker. */
    setBreaker(route: number, isOpen: boolean): void;
}
/** Memory for the gates of every route a center can hold; pages that nobody touches cost nothing. */
export declare function createGateMemory(): SharedArrayBuffer;
