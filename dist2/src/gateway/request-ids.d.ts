import type { TraceContext } from '../station/call.js';
/** Names what one gateway takes in. */
export declare class RequestIds {
    #private;
    /** @returns the client's own id where it is a sane one, else one that no other request has. */
    idOf(given: string | undefined): string;
    /** @returns the client's trace context where it is valid, else a new one that is not sampled. */
    traceOf(parent: string | undefined, state: string | undefined): TraceContext;
}
