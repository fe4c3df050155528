import type { Clock } from '../base/clock.js';
import { CenterError } from '../base/errors.js';
import type { RingReader } from '../ring/ring-reader.js';
import type { CallOptions } from './call.js';
import { type RawReply, type RawRequest } from './exchange.js';
import type { FramePort } from './frame-port.js';
import type { KeptCall, KeptCalls } from './kept-calls.js';
import { Names } from './names.js';
import { type Told } from './told.js';
/** Finds how a name travels. */
export type CallerNames = Pick<Names, 'path' | 'topic'>;
/** Ways to single stations that do not pass the center. */
export type CallerLanes = {
    /** @returns the caller of the lane that a call may take at this moment, or null. */
    find(route: string, hasBody: boolean, options: CallOptions): Caller | null;
};
export declare class Caller {
    #private;
    /** Shorter ways for some paths; null while there is none. */
    lanes: CallerLanes | null;
    /**
     * @param names other than those that the center is told.
     * @param keptCalls keeps calls that are made again when this way is lost.
     */
    constructor(port: FramePort, clock: Clock, names?: CallerNames, keptCalls?: KeptCalls | null);
    /** Told when the last call on the way is over. */
    set onIdle(onIdle: () => void);
    get inFlightCount(): number;
    /**
     * Calls a route.
     *
     * @returns what the handler answered: undefined, bytes, a JSON value, or an async iterable.
     * Rejects with the handler's CenterError, ERR_DEADLINE, ERR_LINK_LOST, ERR_OVERLOADED, ERR_BAD_ROUTE, …;
     * with the signal's reason when the caller gave up.
     */
    call(route: string, body: unknown, options?: CallOptions): Promise<unknown>;
    /**
     * The same without a promise: `onReply` or `onError` is called once with the mark, never before this returns.
     *
     * What they throw is an uncaught error of the process, as of any callback.
     */
    callThen(route: string, body: unknown, onReply: Told, onError: Told, mark: unknown, options?: CallOptions): void;
    /**
     * Calls a route with a body in bytes, and takes the reply as it came.
     *
     * A reply with a status of its own resolves, whatever the status. Rejects as {@link call} does.
     */
    request(route: string, request: RawRequest): Promise<RawReply>;
    /** {@link request} without a promise, as {@link callThen}. */
    requestThen<Mark>(route: string, request: RawRequest, onReply: (reply: RawReply, mark: Mark) => void, onError: (error: unknown, mark: Mark) => void, mark: Mark): void;
    /** Makes a call again that another way has lost. @param timeoutMs what is left of its time. */
    repeat({ route, body, options, request }: KeptCall, timeoutMs: number): Promise<unknown>;
    /**
     * Sends one way: nobody learns of the outcome.
     *
     * @returns resolves when the request is in the ring (back-pressure), not when it was handled.
     */
    send(route: string, body: unknown, options?: CallOptions): Promise<void>;
    /** Publishes a message. @returns resolves when it is in the ring (back-pressure). */
    publish(topic: string, body: unknown): Promise<void>;
    /** A reply, or its first part. */
    onReply(reader: RingReader, offset: number, size: number, flags: number, contextBytes: number): void;
    /** A further part of a reply. @returns false when it was sent without credit. */
    onData(slot: number, generation: number, flags: number, status: number, part: Uint8Array): boolean;
    /** The station takes more parts of the request. */
    onCredit(slot: number, generation: number, chunks: number): void;
    /** Gives up a call that may be over already; see canceller.ts. */
    giveUp(slot: number, generation: number, reason: unknown): void;
    /** Fails every call. Nothing is called after this. */
    close(error: CenterError): void;
    /** The station behind this way is gone: its calls are made again where that may be, and else fail. */
    lose(error: CenterError): void;
}
