import { CenterError } from '../base/errors.js';
import { RawBody } from './body.js';
import type { CallOptions } from './call.js';
import type { RawRequest } from './exchange.js';
/** All that a call needs to be made again. */
export type KeptCall = {
    readonly route: string;
    /** Undefined, or a body that nobody changes any more. */
    readonly body: RawBody | undefined;
    readonly bodyBytes: number;
    readonly options: CallOptions;
    readonly request: RawRequest | undefined;
};
export declare class KeptCalls {
    #private;
    /** @param repeat makes a call by the center. */
    constructor(repeat: (call: KeptCall, timeoutMs: number) => Promise<unknown>);
    /**
     * Keeps a call whose body is whole.
     *
     * @param bytes of the body, `type` what they are on the wire.
     * @returns null when too much is kept already; the call is then not made again.
     */
    keep(route: string, body: unknown, bytes: Uint8Array, type: number, options: CallOptions, request: RawRequest | undefined): KeptCall | null;
    /** The call is over. */
    drop(call: KeptCall): void;
    /**
     * Makes a call again.
     *
     * @param timeoutMs what is left of its time.
     * @param lost what it rejects with when no other station takes it.
     */
    again(call: KeptCall, timeoutMs: number, lost: CenterError): Promise<unknown>;
}
