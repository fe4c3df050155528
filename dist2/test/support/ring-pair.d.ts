import { RingReader } from '../../src/ring/ring-reader.js';
import { RingWriter } from '../../src/ring/ring-writer.js';
export type RingPair = {
    readonly writer: RingWriter;
    readonly reader: RingReader;
    readonly words: Int32Array;
    /** Index of the first word of data. */
    readonly dataWord: number;
    readonly tailWord: number;
    readonly headWord: number;
    readonly waitingWord: number;
    readonly bellWord: number;
    /** How often the reader's and the producer's doorbells rang. */
    readonly rings: {
        reader: number;
        producer: number;
    };
};
/** @param position where both ends begin, a multiple of 8. */
export declare function makeRing(ringBytes?: number, sizeBytesMin?: number, position?: number): RingPair;
