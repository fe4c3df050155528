import { RingReader } from '../ring/ring-reader.js';
import { RingWriter } from '../ring/ring-writer.js';
/** Which end of a link this is. */
export type Side = 'center' | 'peer';
/** Writes the first page and the ring headers of fresh memory. Only the center does, before the peer sees it. */
export declare function initializeSegment(buffer: ArrayBufferLike, ringBytes: number, generation: number): void;
/**
 * Checks the first page as a peer finds it.
 *
 * @returns the broken rule, or null when all is well.
 */
export declare function checkSegment(buffer: ArrayBufferLike, ringBytes: number, generation: number): string | null;
/**
 * The rings of one side.
 *
 * @param ringPeer rings the doorbell of the other side.
 */
export declare function ringsOf(buffer: ArrayBufferLike, ringBytes: number, side: Side, ringPeer: () => void): {
    reader: RingReader;
    writer: RingWriter;
};
