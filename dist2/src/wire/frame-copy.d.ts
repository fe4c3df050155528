/**
 * Copies a frame; both offsets are 8-aligned. Its first two words are written as they were checked: the source may be the
 * live memory of a peer that changes them meanwhile.
 *
 * @param sizeBytes exact size of the frame, checked.
 * @param kindFlagsContext second word, checked.
 */
export declare function copyFrame(fromWords: Int32Array, fromBytes: Uint8Array, fromOffset: number, toWords: Int32Array, toBytes: Uint8Array, toOffset: number, sizeBytes: number, kindFlagsContext: number): void;
/** The same for a frame that goes to several: `from` is the whole of it, one view for all. */
export declare function copyFrameView(from: Uint8Array, toWords: Int32Array, toBytes: Uint8Array, toOffset: number, kindFlagsContext: number): void;
/** Words and bytes of a frame outside a ring. */
export type FrameMemory = {
    readonly words: Int32Array;
    readonly bytes: Uint8Array;
};
/** Memory for one frame, zeroed up to its padding. */
export declare function frameMemory(sizeBytes: number): FrameMemory;
/** A frame with a body and no context, in memory of its own. */
export declare function buildFrame(kindFlagsContext: number, slot: number, generation: number, target: number, body: Uint8Array): FrameMemory;
/** The frame at an offset, in memory of its own; its first two words as they were checked. */
export declare function takeFrame(fromBytes: Uint8Array, offset: number, sizeBytes: number, kindFlagsContext: number): FrameMemory;
