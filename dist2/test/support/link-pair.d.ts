import type { LinkEnd } from '../../src/transport/link.js';
export declare const kRingBytes = 16384;
export type LinkPair = {
    readonly center: LinkEnd;
    readonly peer: LinkEnd;
};
export declare function makeLink(): LinkPair;
/** Puts bytes into a ring as one record, whatever they say. @returns false when there is no room. */
export declare function putRecord({ writer }: LinkEnd, bytes: Uint8Array): boolean;
/** Takes all records of a ring, each of which this product wrote: they keep the rules of a frame. */
export declare function takeRecords(end: LinkEnd, take?: (words: Int32Array, at: number, size: number) => void): void;
