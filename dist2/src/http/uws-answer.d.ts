import type { HeaderList } from '../wire/header-list.js';
import type { UwsResponse } from './uws-types.js';
/** Whether an answer has no body, whatever is given for one (RFC 9110 §6.4.1). */
export declare function hasNoBody(method: string, status: number): boolean;
/** All fields go to the engine as one: each way to native code costs as much as writing a field. */
export declare function writeHead(response: UwsResponse, status: number, headers: HeaderList): void;
/**
 * Ends an answer without a body and closes the connection. The engine cannot do the second: it would send a length of
 * 2^63. So the head is ended by hand, behind its last field.
 *
 * @param isGone whether the client left meanwhile.
 */
export declare function endHeadAndClose(response: UwsResponse, isGone: () => boolean): void;
/**
 * Ends a body in parts and closes the connection. The engine would put a field of the head among the parts, so the last
 * part is written by hand, with a trailer. Where there was no part there is no such trouble.
 */
export declare function endPartsAndClose(response: UwsResponse, isGone: () => boolean): void;
/** A body of known length that the client takes as fast as it can. */
export declare class WholeBody {
    #private;
    static isWanted(body: Uint8Array): boolean;
    /** @param onProgress told when the client has taken some more, and whether that was all. */
    constructor(response: UwsResponse, body: Uint8Array, onProgress: (isDone: boolean) => void);
    /** Call in a cork, behind the head. @returns true when nothing is left. */
    begin(): boolean;
}
/** Parts of a body of unknown length. */
export declare class PartWriter {
    #private;
    /** @param onProgress told when a client that was slow has taken some more. */
    constructor(response: UwsResponse, onProgress: () => void);
    /** True when anything was written. */
    get hasParts(): boolean;
    /** True while something waits for the client. */
    get isBlocked(): boolean;
    /** Most bytes that can wait; 0 when none do. */
    get undrainedBytes(): number;
    /** Call in a cork. */
    write(part: Uint8Array | string): void;
    /** From now on a slow client is watched, and must be nudged. */
    listen(): void;
    /** Call in a cork, before the end. */
    giveHeld(): void;
    /**
     * Tries whether the client has taken what waited: for when the engine does not tell, because the request's body is
     * paused.
     */
    probe(): void;
}
