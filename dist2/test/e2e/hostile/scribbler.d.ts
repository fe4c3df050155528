import { ReaderLoop } from '../../../src/ring/reader-loop.js';
import type { LinkEnd } from '../../../src/transport/link.js';
/** Bytes of the smallest frame. */
export declare const kHeartbeatBytes = 32;
/** A link over shared memory whose owner reads nothing by itself. */
export declare class Scribbler {
    readonly end: LinkEnd;
    readonly loop: ReaderLoop;
    isEnded: boolean;
    private constructor();
    /** @param pipe of the center. */
    static join(pipe: string): Promise<Scribbler>;
    /** The whole segment as words. */
    get words(): Int32Array;
    /** Word of a field in the header of the ring to the center. */
    outWord(fieldOffset: number): number;
    /** Publishes a frame whose header was changed by `spoil`. */
    publish(kind: number, spoil: (words: Int32Array, at: number) => void): void;
    heartbeat(): void;
    ended(): Promise<void>;
    close(): void;
}
