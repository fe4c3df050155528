export declare const kErrors: {
    readonly ERR_BAD_ARGUMENT: {
        readonly status: 400;
        readonly retryable: false;
        readonly text: '{name} is {value}; {rule}';
    };
    readonly ERR_BAD_ROUTE: {
        readonly status: 400;
        readonly retryable: false;
        readonly text: 'route {route}: {rule}';
    };
    readonly ERR_BAD_BODY: {
        readonly status: 400;
        readonly retryable: false;
        readonly text: 'body of {route}: {rule}';
    };
    readonly ERR_BAD_REPLY: {
        readonly status: 500;
        readonly retryable: false;
        readonly text: 'reply of {route}: {rule}';
    };
    readonly ERR_REFUSED: {
        readonly status: 403;
        readonly retryable: false;
        readonly text: 'the center refused the link: {reason}';
    };
    readonly ERR_TOKEN: {
        readonly status: 401;
        readonly retryable: false;
        readonly text: "the token of {name} is not the center's";
    };
    readonly ERR_VERSION: {
        readonly status: 426;
        readonly retryable: false;
        readonly text: 'protocol version {version} is not spoken here; this side speaks {expected}';
    };
    readonly ERR_NO_ROUTE: {
        readonly status: 404;
        readonly retryable: false;
        readonly text: 'no station offers {route}';
    };
    readonly ERR_NOT_FOUND: {
        readonly status: 404;
        readonly retryable: false;
        readonly text: '{what} not found';
    };
    readonly ERR_METHOD: {
        readonly status: 405;
        readonly retryable: false;
        readonly text: '{route} exists, but not with method {method}';
    };
    readonly ERR_DEADLINE: {
        readonly status: 504;
        readonly retryable: false;
        readonly text: 'no answer from {route} within {timeoutMs} ms';
    };
    readonly ERR_CANCELLED: {
        readonly status: 499;
        readonly retryable: false;
        readonly text: 'the call of {route} was cancelled by its caller';
    };
    readonly ERR_BODY_TOO_LARGE: {
        readonly status: 413;
        readonly retryable: false;
        readonly text: 'body of {bytes} bytes is over the limit of {limit}';
    };
    readonly ERR_RATE_LIMITED: {
        readonly status: 429;
        readonly retryable: true;
        readonly text: '{route} is over its rate limit';
    };
    readonly ERR_HANDLER: {
        readonly status: 500;
        readonly retryable: false;
        readonly text: 'the handler of {route} failed: {reason}';
    };
    readonly ERR_STATUS: {
        readonly status: 500;
        readonly retryable: false;
        readonly text: '{route} answered with status {status}';
    };
    readonly ERR_STATION_LOST: {
        readonly status: 502;
        readonly retryable: true;
        readonly text: 'the station that answered {route} is gone';
    };
    readonly ERR_STATION_BUSY: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'every station of {route} is full';
    };
    readonly ERR_PAUSED: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'every station of {route} is paused or draining';
    };
    readonly ERR_BREAKER_OPEN: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'the breaker of {route} is open';
    };
    readonly ERR_OVERLOADED: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: '{what} is full ({limit}); try again later';
    };
    readonly ERR_LINK_LOST: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'the link to the center is lost';
    };
    readonly ERR_NOT_JOINED: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'station {name} has not joined a center';
    };
    readonly ERR_CLOSED: {
        readonly status: 503;
        readonly retryable: false;
        readonly text: '{what} is closed';
    };
    readonly ERR_DRAINING: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'the center is draining';
    };
    readonly ERR_STARTING: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'no station offers {route} yet; the center was started again a moment ago';
    };
    readonly ERR_NO_CENTER: {
        readonly status: 503;
        readonly retryable: true;
        readonly text: 'no center answers at {address}: {reason}';
    };
    readonly ERR_CENTER_RUNS: {
        readonly status: 409;
        readonly retryable: false;
        readonly text: 'a center already answers at {address}';
    };
    readonly ERR_NO_HTTP_ENGINE: {
        readonly status: 501;
        readonly retryable: false;
        readonly text: 'HTTP engine {engine} cannot be used: {reason}';
    };
    readonly ERR_LISTEN: {
        readonly status: 500;
        readonly retryable: false;
        readonly text: 'cannot listen at {address}: {reason}';
    };
    readonly ERR_NO_SHARED_MEMORY: {
        readonly status: 501;
        readonly retryable: false;
        readonly text: 'shared memory is refused: {reason}';
    };
    readonly ERR_UPGRADE: {
        readonly status: 501;
        readonly retryable: false;
        readonly text: '{route} is answered by an application that speaks no WebSocket here';
    };
    readonly ERR_BAD_REQUEST: {
        readonly status: 400;
        readonly retryable: false;
        readonly text: 'the HTTP request is refused: {rule}';
    };
    readonly ERR_LOGIN: {
        readonly status: 401;
        readonly retryable: false;
        readonly text: '{what} is for those who have logged in';
    };
    readonly ERR_FORBIDDEN: {
        readonly status: 403;
        readonly retryable: false;
        readonly text: '{what} is not allowed: {rule}';
    };
    readonly ERR_TOO_SLOW: {
        readonly status: 408;
        readonly retryable: true;
        readonly text: 'the HTTP request took too long: {rule}';
    };
    readonly ERR_PATH_TOO_LONG: {
        readonly status: 414;
        readonly retryable: false;
        readonly text: 'a path of {length} characters is over the limit of {limit}';
    };
    readonly ERR_UPGRADE_WANTED: {
        readonly status: 426;
        readonly retryable: false;
        readonly text: '{route} is for WebSockets alone';
    };
    readonly ERR_HEAD_TOO_LARGE: {
        readonly status: 431;
        readonly retryable: false;
        readonly text: 'the head of the HTTP request is refused: {rule}';
    };
    readonly ERR_NOT_SPOKEN: {
        readonly status: 501;
        readonly retryable: false;
        readonly text: 'the gateway does not speak it: {rule}';
    };
    readonly ERR_PROTOCOL: {
        readonly status: 400;
        readonly retryable: false;
        readonly text: 'the peer broke the protocol: {rule}';
    };
    readonly ERR_UNSAFE_ADDRESS: {
        readonly status: 400;
        readonly retryable: false;
        readonly text: 'address {address} is beyond loopback; {rule}';
    };
    readonly ERR_UNSAFE_DIRECTORY: {
        readonly status: 500;
        readonly retryable: false;
        readonly text: 'directory {path} is not safe: {rule}';
    };
};
/** A stable error code of signalbox; services add codes of their own. */
export type ErrorCode = keyof typeof kErrors;
/** What travels between processes when a call fails. */
export type ErrorBody = {
    readonly code: string;
    readonly text: string;
    readonly status: number;
    readonly retryable: boolean;
    readonly details?: unknown;
};
/**
 * The failure of a call or of an operation.
 *
 * Thrown by the SDK and by the center; a handler throws one to answer with a code of its own. `code`,
 * `message`, `status`, `retryable` and `details` arrive at the caller as they left the handler.
 */
export declare class CenterError extends Error {
    readonly name = "CenterError";
    /** Stable code, for example `ERR_NO_ROUTE`, or a service's own. */
    readonly code: string;
    /** HTTP status, 400 … 599. */
    readonly status: number;
    /** True when the same call may succeed if it is made again. */
    readonly retryable: boolean;
    /** Whatever the thrower added; JSON. */
    readonly details: unknown;
    constructor(body: ErrorBody);
}
/** Values for the placeholders of an error's text. */
export type ErrorValues = Readonly<Record<string, string | number>>;
/**
 * Makes the error of a code, with its text filled in.
 *
 * @param code a code of the table.
 * @param values one value for each placeholder of the text.
 * @param details JSON that goes along.
 */
export declare function centerError(code: ErrorCode, values?: ErrorValues, details?: unknown): CenterError;
/** The same as {@link centerError}, as the value that travels. */
export declare function errorBody(code: ErrorCode, values?: ErrorValues, details?: unknown): ErrorBody;
/**
 * An error as it travels: JSON. Details that JSON cannot say, or that do not fit, are left out, for the error itself must
 * arrive.
 *
 * @param bytesMax most bytes of the result; at least 4,096.
 */
export declare function errorJson(body: ErrorBody, bytesMax: number): string;
/**
 * What a thrown value becomes on its way to the caller.
 *
 * A {@link CenterError}, or any error with a `code`, keeps `code`, text, `status` (or `statusCode`; 500 unless it is a
 * whole number from 400 to 599), `retryable` and `details`; another error becomes `ERR_HANDLER` with its text inside.
 */
export declare function errorBodyOf(thrown: unknown, route: string): ErrorBody;
