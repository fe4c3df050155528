import type { HttpEngine } from '../../src/http/http-server.js';
/** The status of the first answer; or 'closed', where the connection ends without one. */
export type RawOutcome = number | 'closed';
export type RawRow = {
    readonly name: string;
    readonly bytes: string;
    readonly outcomes: readonly RawOutcome[];
    /** Whether a handler may ever see /SECOND. */
    readonly second: 'never' | 'may';
    /** Bytes that are sent when the first answer is there. */
    readonly late: string;
    /** Outcomes of an engine that cannot do better; docs/HTTP.md lists these rows. */
    readonly exceptions: Partial<Record<HttpEngine, readonly RawOutcome[]>>;
    /** Engines whose handler sees /SECOND all the same; docs/HTTP.md lists these rows. */
    readonly smuggled: readonly HttpEngine[];
};
export declare const kRawRequests: readonly RawRow[];
