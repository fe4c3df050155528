import { type BodyFailure } from './http-server.js';
export declare class BodyQueue implements AsyncIterable<Uint8Array> {
    #private;
    /** @param resume lets the engine read on. */
    constructor(bytesMax: number, resume: () => void);
    get isPaused(): boolean;
    /** True when nothing more is to come. */
    get isOver(): boolean;
    /**
     * Takes what came; the bytes are the queue's from now on.
     *
     * @returns 'pause' when the engine is to wait until it is resumed, 'too-large' when the bound is passed.
     */
    push(part: Uint8Array): 'more' | 'pause' | 'too-large';
    /** The body is whole. */
    finish(): void;
    /** What waits is dropped: a reader learns of the failure at once. */
    fail(failure: BodyFailure): void;
    [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined>;
}
