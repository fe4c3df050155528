import type { Clock } from '../base/clock.js';
import type { FlowReceiver, FlowSender } from './flow.js';
import type { KeptCall } from './kept-calls.js';
import type { Told } from './told.js';
/** A call on the way. */
export declare class OutCall {
    generation: number;
    isUsed: boolean;
    /** True when the caller wants the reply as it came. */
    isRaw: boolean;
    route: string;
    timeoutMs: number;
    deadlineMs: number;
    resolve: Told;
    reject: Told;
    /** Second argument of both; of a promise: undefined. */
    mark: unknown;
    receiver: FlowReceiver | null;
    /** For another try; null for every call that gets none. */
    kept: KeptCall | null;
    /** Parts of the reply that may still come without a further grant. */
    credit: number;
    sender: FlowSender | null;
    stopListening: (() => void) | null;
    /** True when nobody waits for the outcome. */
    get isOneWay(): boolean;
}
export declare class OutCalls {
    #private;
    /** Told when the last call on the way is over. */
    onIdle: () => void;
    /** Told of each call that is not kept any longer. */
    onDropped: (call: KeptCall) => void;
    /** @param onExpired is to end the call. */
    constructor(clock: Clock, onExpired: (slot: number, call: OutCall) => void);
    /** Calls on the way. */
    get count(): number;
    /** The call of a slot that {@link take} gave. */
    at(slot: number): OutCall;
    /** The call that a frame means, while it is on the way. */
    find(slot: number, generation: number): OutCall | undefined;
    /** Slots in use. */
    used(): Iterable<number>;
    /** @returns a free slot. @throws CenterError ERR_OVERLOADED. */
    take(): number;
    /** The call is over; frames that come for it are nobody's. */
    free(slot: number): void;
    /**
     * Starts a call's time.
     *
     * @param wantedMs undefined: the default.
     * @param isFirst true for the first call of a batch: the clock is read once a batch, 40 ns a call otherwise.
     * @throws CenterError ERR_BAD_ARGUMENT.
     */
    setDeadline(call: OutCall, wantedMs: number | undefined, isFirst: boolean): void;
    /** No deadline ends a call after this. */
    close(): void;
}
