/** The ring has no room; try again after its reader rang. */
export declare const kFull = -1;
/** The reader's positions are nonsense: the link must be closed. */
export declare const kCorrupt = -2;
export declare class RingWriter {
    #private;
    readonly words: Int32Array;
    readonly bytes: Uint8Array;
    /** The same bytes, for text. */
    readonly buffer: Buffer;
    /** Most bytes of one record. */
    readonly recordBytesMax: number;
    readonly capacityBytes: number;
    /**
     * @param buffer the mapped segment, or a SharedArrayBuffer of the same layout.
     * @param ringOffset byte offset of the ring's header.
     * @param ringBytes capacity that both sides agreed on; the header is not trusted for it.
     * @param bellOffset byte offset of the reader's bell.
     * @param ring rings the reader's doorbell; called only when the reader sleeps.
     */
    constructor(buffer: ArrayBufferLike, ringOffset: number, ringBytes: number, bellOffset: number, ring: () => void);
    /** Writes the header of a fresh ring; called once, by the center, before the peer sees the segment. */
    static initialize(buffer: ArrayBufferLike, ringOffset: number, ringBytes: number): void;
    /**
     * Reserves room for one record in the current batch. Never waits, allocates nothing.
     *
     * @param sizeBytes exact bytes of the record, header included; 32 … {@link recordBytesMax}, more asserts.
     * @returns byte offset of the record (> 0, 8-aligned), {@link kFull} or {@link kCorrupt}.
     */
    tryReserve(sizeBytes: number): number;
    /** Bytes that are free, as far as the reader's position tells; 0 when it is nonsense. Allocates nothing. */
    freeBytes(): number;
    /** True when so many bytes are free. Looks at the reader's position only when the last look does not tell. */
    hasFreeBytes(bytes: number): boolean;
    /** Times that a reservation found no room. */
    get fullCount(): number;
    /** True when every published record was read. */
    isDrained(): boolean;
    /**
     * Makes the batch visible and rings the reader's doorbell if it sleeps. Once per batch, not per record.
     */
    publish(): void;
}
