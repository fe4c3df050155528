import { CenterError } from '../base/errors.js';
import { type ErrorPart } from './error-part.js';
import { FlowQueue } from './flow-queue.js';
/** Where a sender or receiver writes; the link's session. */
export type FlowPort = {
    /** Most body bytes of one frame. */
    readonly chunkBytesMax: number;
    /** True while frames wait for room; {@link whenDrained} tells when they no longer do. */
    readonly isDeferring: boolean;
    whenDrained(): Promise<void>;
    writeData(flags: number, slot: number, generation: number, status: number, body: Uint8Array): void;
    writeCredit(flags: number, slot: number, generation: number, chunks: number): void;
};
/** Sends what does not fit into the first frame. */
export declare class FlowSender {
    #private;
    /** @param isToCaller true on the station's side. */
    constructor(port: FlowPort, slot: number, generation: number, isToCaller: boolean);
    /** The receiver takes more. */
    grant(chunks: number): void;
    /** Nobody takes the rest; what is under way ends quietly. */
    stop(): void;
    /**
     * Sends a body from `at` on, in chunks.
     *
     * @returns true when all is sent, false when it was stopped.
     */
    sendRest(bytes: Uint8Array, at: number, type: number): Promise<boolean>;
    /**
     * Sends one body as its pieces come; none of them is the last until the source has ended.
     *
     * @returns as {@link sendRest}. Rejects with the source's error.
     */
    sendPieces(source: AsyncIterable<Uint8Array>, type: number): Promise<boolean>;
    /**
     * Sends every item, then the end; an error of the source ends the stream with that error.
     *
     * @param toStatus makes the error that travels.
     * @returns the error that ended it, or null. The source's `return` is called when the receiver left.
     */
    sendItems(source: AsyncIterable<unknown>, route: string, toError: (thrown: unknown) => ErrorPart): Promise<unknown>;
}
/** What takes data frames. */
export type FlowReceiver = {
    /** @param part a copy. @param status other than 0 with kFlagEnd: the stream failed. */
    onData(flags: number, status: number, part: Uint8Array): void;
    /** The other side is gone, or the call is over. */
    fail(error: CenterError): void;
};
/** Receives one body in parts. */
export declare class BodyReceiver implements FlowReceiver {
    #private;
    constructor(grant: (chunks: number) => void, onBody: (bytes: Uint8Array, type: number) => void, onFail: (error: CenterError) => void);
    /** The part that came in the first frame. */
    start(part: Uint8Array): void;
    onData(flags: number, _status: number, part: Uint8Array): void;
    fail(error: CenterError): void;
}
/** Receives a stream: an async iterable that gives credit as its items are taken. Iterate it once. */
export declare class StreamReceiver extends FlowQueue<unknown> implements FlowReceiver {
    #private;
    /**
     * @param decode makes an item of its bytes.
     * @param onLeave called once when the reader stops before the end.
     */
    constructor(route: string, decode: (bytes: Uint8Array, type: number) => unknown, grant: (chunks: number) => void, onLeave: () => void);
    onData(flags: number, status: number, part: Uint8Array): void;
    fail(error: CenterError): void;
}
/** Receives one body as its parts come, of any length. Iterate it once. */
export declare class PartsReceiver extends FlowQueue<Uint8Array> implements FlowReceiver {
    #private;
    constructor(route: string, grant: (chunks: number) => void);
    /** The part that came in the first frame: it cost no credit. */
    start(part: Uint8Array, isLast: boolean): void;
    onData(flags: number, status: number, part: Uint8Array): void;
    fail(error: CenterError): void;
}
