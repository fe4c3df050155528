import type { Clock } from '../base/clock.js';
import { type CenterError, type ErrorBody } from '../base/errors.js';
import type { RingReader } from '../ring/ring-reader.js';
import { Call, type NestedCall } from './call.js';
import type { CallCounts } from './call-counts.js';
import type { FramePort } from './frame-port.js';
import type { Offer, Offers } from './offers.js';
/** What is settled for all calls that come by one lane, where no center stands between. */
export type LaneTerms = {
    /** Name of the caller. */
    readonly caller: string;
    /** "METHOD /path". */
    readonly path: string;
    readonly counts: CallCounts;
};
export declare class Answerer {
    #private;
    /** How handlers call on: over the link, or a shorter way that the station was given. */
    nested: NestedCall;
    /** Messages refused because too many were in their handlers. */
    messagesLostCount: number;
    constructor(port: FramePort, offers: Offers, clock: Clock, nested: NestedCall, onHandlerError: (error: unknown, where: string) => void, terms?: LaneTerms | null);
    /**
     * Runs the handler of a call that came without a ring (local-caller.ts). {@link endLocal} must follow.
     *
     * @returns what the handler returned, a promise or not. Throws what it throws.
     */
    runLocal(offer: Offer, call: Call): unknown;
    /** A local call is over. */
    endLocal(): void;
    /** Says that a handler failed by a fault of its own. */
    reportFailure(error: unknown, route: string): void;
    /** What this half answers for. */
    get offers(): Offers;
    /** Resolves when no handler runs. */
    whenIdle(): Promise<void>;
    /** A request. @returns false when it breaks the protocol. */
    onRequest(reader: RingReader, offset: number, size: number, flags: number, contextBytes: number): boolean;
    /** Answers a request with an error, without a look at its route. */
    refuse(slot: number, generation: number, error: ErrorBody): void;
    /** A further part of a request. @returns false when it was sent without credit. */
    onData(slot: number, generation: number, flags: number, status: number, part: Uint8Array): boolean;
    /** The caller takes more parts of the reply. */
    onCredit(slot: number, generation: number, chunks: number): void;
    /** Nobody waits for the reply any more. */
    onCancel(slot: number, generation: number): void;
    /** The name behind a caller's number. */
    onCaller(number: number, name: string): void;
    /** A message of a topic. */
    onMessage(reader: RingReader, offset: number, size: number, flags: number, contextBytes: number): void;
    /** Aborts every call: their callers were told by the center, or are gone with it. */
    close(error: CenterError): void;
}
