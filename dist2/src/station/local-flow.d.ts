import type { ErrorPart } from './error-part.js';
import { StreamReceiver } from './flow.js';
/** A running stream. */
export type LocalFlow = {
    /** What the reader iterates. */
    readonly receiver: StreamReceiver;
    /** Ends the sender; the source's `return` is called. */
    stop(): void;
    /** Resolves when the source has ended or was stopped: with what it threw, or null. */
    readonly done: Promise<unknown>;
};
/**
 * Starts a stream.
 *
 * @param onLeave called once when the reader stops before the end.
 * @param decode makes an item of its bytes; default: the value that was sent.
 */
export declare function startLocalFlow(source: AsyncIterable<unknown>, route: string, toError: (thrown: unknown) => ErrorPart, onLeave: () => void, decode?: (bytes: Uint8Array, type: number) => unknown): LocalFlow;
