export declare class ControlInbox {
    #private;
    /** True while the link must not be read: the main thread has enough of its messages to work on. */
    get isFull(): boolean;
    /**
     * Takes a message, or a part of one.
     *
     * @param bytes a copy that may be kept.
     * @returns the whole message, which is under way from now on until {@link done}; null while parts are missing, and after
     *   {@link close};
     *   'broken' when it is over kControlBytesMax or a part in its middle is empty.
     */
    take(bytes: Uint8Array, isLast: boolean): Uint8Array | null | 'broken';
    /** The main thread has taken a message. @param bytes its length. */
    done(bytes: number): void;
    /** The link ends: what it still asks for is moot, and must not hold back what else it had published. */
    close(): void;
}
