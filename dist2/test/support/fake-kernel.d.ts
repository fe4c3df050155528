import type { Doorbell, LaneNative } from '../../src/ring/native.js';
/** A memory file: what its mappings show. */
export declare class MemoryFile {
    readonly memory: ArrayBuffer;
    readonly bytes: Uint8Array;
    readonly words: Int32Array;
    /** Grows with each change. */
    version: number;
    constructor(byteCount: number);
    /** Others see this from now on. */
    show(bytes: Uint8Array): void;
}
/** A doorbell; whoever has its reading end may listen. */
declare class Bell {
    onRung: () => void;
}
/** What a descriptor stands for. */
export type OpenFile = MemoryFile | Bell;
export declare class FakeProcess implements LaneNative {
    #private;
    readonly Mapping: LaneNative['Mapping'];
    /**
     * @param isApart its mappings are copies: what it writes is seen at {@link push}, and it sees what others wrote at
     * {@link pull}.
     */
    constructor(isApart: boolean);
    /** Descriptors and mappings that it has. */
    get openCount(): number;
    /** Files that it has mapped. */
    files(): readonly MemoryFile[];
    segmentCreate(byteCount: number): number;
    descriptorClose(descriptor: number): void;
    doorbellCreate(): Doorbell;
    doorbellRing(writer: number): void;
    /** Listens to a doorbell. */
    listen(reader: number, onRung: () => void): void;
    /** What is sent with a message: it stays open here. */
    lend(descriptors: readonly number[]): readonly OpenFile[];
    /** What came with a message. @returns descriptors of this process. */
    adopt(files: readonly OpenFile[]): number[];
    /** It sees what others have written. */
    pull(): void;
    /** Others see what it has written. @param hold keeps a change back that is not seen yet: puts the old word there. */
    push(hold?: (file: MemoryFile, bytes: Uint8Array) => void): void;
    /** It is dead: the kernel closes what it had. */
    end(): void;
}
export {};
