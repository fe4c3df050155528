import type { FrameMemory } from '../wire/frame-copy.js';
import type { Endpoint } from './route-table.js';
/** The caller still sends parts of its request. */
export declare const kUploadOpen = 1;
/** The reply has begun and goes on. */
export declare const kReplyOpen = 2;
/** The reply is a stream of items, not one body in parts. */
export declare const kReplyStream = 4;
/** Nobody waits for the reply. */
export declare const kOneWay = 8;
/** The request is a stream of items, not one body in parts. */
export declare const kUploadStream = 16;
export declare class PendingCalls {
    #private;
    callerLink: Int32Array;
    callerLinkGeneration: Int32Array;
    callerSlot: Int32Array;
    callerGeneration: Int32Array;
    generation: Int32Array;
    flags: Int32Array;
    tries: Int32Array;
    startMs: Float64Array;
    deadlineMs: Float64Array;
    readonly endpoint: (Endpoint | null)[];
    /** The whole request of an idempotent call, for another try. */
    readonly retained: (FrameMemory | null)[];
    /** Context field with its path, where the route has parameters; the caller's number may mean another path later. */
    readonly retainedPath: Uint8Array[];
    /** Data frames that the caller and the station may still send of an open call. */
    uploadCredit: Int32Array;
    replyCredit: Int32Array;
    /** Slots in use. */
    count: number;
    /** No slot in use expires earlier. */
    nextDeadlineMs: number;
    /** @returns a slot (0 …), its generation already counted up, or -1 when all are in use. */
    tryAllocate(): number;
    /** Gives a slot back; late frames that name its generation find nothing. */
    free(slot: number): void;
    /** True when the pair names a call that is on the way. Safe for any values. */
    has(slot: number, generation: number): boolean;
    /** When to look through the slots for deadlines that have passed. */
    get dueMs(): number;
    /** All slots were looked through. @param nextDeadlineMs the earliest deadline that is left. */
    scanned(nowMs: number, nextDeadlineMs: number): void;
    /** Slots ever used; those in use are found by {@link isUsed}. */
    get slotCount(): number;
    isUsed(slot: number): boolean;
}
