import { type HeaderList } from '../wire/header-list.js';
/** How a body is to be encoded. */
export type Encoding = 'br' | 'gzip';
/** Part by part; see {@link Compression.stream}. */
export type PartCompressor = {
    /** What the client can read of the answer so far; empty when nothing came out. */
    add(part: Uint8Array | string): Promise<Uint8Array>;
    end(): Promise<Uint8Array>;
    /** Frees its memory and its place; once more does nothing. What is on its way rejects. Must follow in every case. */
    close(): void;
};
export declare class Compression {
    #private;
    /** True when an answer of this kind may be compressed, for some client. */
    isWorthIt(status: number, headers: HeaderList): boolean;
    /** True for a whole body whose compression saves something. */
    isLarge(bytes: number): boolean;
    /** False while so many answers are being compressed that this one goes as it is. */
    get hasRoom(): boolean;
    /** @param accepted the request's Accept-Encoding. @returns null where the client wants the body as it is. */
    encodingFor(accepted: string | undefined): Encoding | null;
    /** @param done is given null when it cannot be done: then the body goes as it is. */
    compress(encoding: Encoding, body: Uint8Array | string, done: (compressed: Uint8Array | null) => void): void;
    /** For a streamed answer: what was added comes out at once, so that a reader does not wait for the next item. */
    stream(encoding: Encoding): PartCompressor;
}
/** Fields of an answer whose body was encoded. */
export declare function encodedFields(headers: HeaderList, encoding: Encoding): string[];
