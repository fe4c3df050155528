import { CenterError, type ErrorBody } from '../base/errors.js';
/** The end of a stream that failed. */
export type ErrorPart = {
    readonly status: number;
    readonly body: Uint8Array;
    readonly type: number;
};
/** What a failed source of a reply tells the caller. */
export declare function failedPart(thrown: unknown, route: string): ErrorPart;
/** What a failed source of a request tells the handler. */
export declare function cancelledPart(thrown: unknown): ErrorPart;
/** True for a failure that the station's own log must tell: its callers cannot mend it. */
export declare function isStationFault({ code }: ErrorBody | CenterError): boolean;
/** Reads the error that came as a body. A peer may have written it: whatever came, it is an error, and nothing is thrown. */
export declare function errorOf(body: Uint8Array, flags: number, route: string): CenterError;
/** Reads the error that came; whatever came, it is an error. */
export declare function asError(value: unknown): CenterError;
