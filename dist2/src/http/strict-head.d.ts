import type { HeaderList } from '../wire/header-list.js';
import type { HttpRequest } from './http-server.js';
/** Why a request is not taken: the status of the answer, and the rule in words. */
export type HeadRefusal = {
    readonly status: number;
    readonly detail: string;
};
/** Takes the fields of one head after the other, and says at the end whether the head is strict. */
export declare class StrictHead {
    #private;
    /** @param bytesMax most bytes of a head, request line included. */
    constructor(bytesMax: number);
    /** Forgets the head before. */
    begin(): void;
    /** Takes one field. Fields behind one that is refused are not looked at. */
    readonly field: (name: string, value: string) => void;
    /**
     * Looks at the whole.
     *
     * @param target as on the wire.
     * @returns null when the head is strict; then the figures below are those of this head.
     */
    finish(method: string, target: string): HeadRefusal | null;
    /** Fields of the head, in their order. */
    get headers(): HeaderList;
    /** Bytes of the body as declared: 0 for none, undefined where it comes in chunks. */
    get contentLength(): number | undefined;
}
/** Whether a request wants to become a WebSocket, well or badly. */
export declare function wantsSocket(request: Pick<HttpRequest, 'header'>): boolean;
/** @returns why a handshake of a WebSocket (RFC 6455 §4.2.1) is not taken, or null. */
export declare function checkHandshake(request: Pick<HttpRequest, 'method' | 'contentLength' | 'header'>): HeadRefusal | null;
