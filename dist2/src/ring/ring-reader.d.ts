/** Takes one record. */
export type RecordHandler = {
    /**
     * @param reader where the record lies; its words and bytes are valid only during this call.
     * @param offset byte offset of the record, 8-aligned.
     * @param sizeBytes exact size, checked: at least a frame's header, at most an eighth of the ring, within the published bytes.
     * @returns false to stop here; the record then stays unread and comes again. When it throws, the record counts as
     * read, and poll throws on.
     */
    onRecord(reader: RingReader, offset: number, sizeBytes: number): boolean;
};
export declare class RingReader {
    #private;
    readonly words: Int32Array;
    readonly bytes: Uint8Array;
    readonly buffer: Buffer;
    readonly capacityBytes: number;
    /** Word indices, for a poller that looks without taking. */
    readonly tailWord: number;
    readonly headWord: number;
    readonly bellWord: number;
    /** Called by the loop that reads this ring when its producer rang: it has records, or room for those that wait. */
    onRung: () => void;
    /**
     * @param sizeBytesMin bytes of the smallest valid record.
     * @param ringProducer rings the producer's doorbell after a quarter of a full ring is free again.
     * The other parameters as in RingWriter; `bellOffset` is this reader's own bell.
     */
    constructor(buffer: ArrayBufferLike, ringOffset: number, ringBytes: number, bellOffset: number, sizeBytesMin: number, ringProducer: () => void);
    /** True when published records wait. */
    hasRecords(): boolean;
    /**
     * A plain look, a nanosecond instead of ten, for threads that go round many idle rings. What it misses, the look before
     * sleep sees.
     */
    mayHaveRecords(): boolean;
    /** How far the producer has published; a change since the last look means new records. */
    publishedPosition(): number;
    /** How many records to take before publishing what they caused; see limits.ts. Assumes that all are as long as the next. */
    batchCount(): number;
    /** Bytes that are published and not read, padding included. */
    publishedBytes(): number;
    /** Times that the producer found no room, by its own word. */
    get fullCount(): number;
    /** Says that this reader is about to sleep (1) or is awake (0). After 1, look once more before sleeping. */
    setBell(value: 0 | 1): void;
    /**
     * Hands published records to `handler`, oldest first, and gives their room back once at the end.
     *
     * @param countMax most records of this turn.
     * @returns how many were taken (0 … countMax), or {@link kCorrupt} when a position or size is nonsense: close the link.
     */
    poll(handler: RecordHandler, countMax: number): number;
    /**
     * Copies published whole records, without padding, one behind the other at multiples of 8: what a byte stream wants.
     * One native call for all of them where there is the addon; the records come in the same order without it.
     *
     * @param target private memory, at least as long as the next record.
     * @returns bytes copied, or {@link kCorrupt}.
     */
    drain(target: Uint8Array): number;
}
