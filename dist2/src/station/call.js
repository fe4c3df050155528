// What a handler is given, and what a caller may say about a call.
import { systemClock } from '../base/clock.js';
import { centerError } from '../base/errors.js';
import { kCallTimeoutMsMax } from '../base/limits.js';
import { cookiesOf, headerListOf, headerRecordOf } from '../wire/header-list.js';
import { paramsOf } from '../wire/route-key.js';
/** @throws CenterError ERR_BAD_ARGUMENT when this is no span for a deadline. */
export function checkTimeout(timeoutMs) {
    if (timeoutMs >= 1 && timeoutMs <= kCallTimeoutMsMax)
        return timeoutMs;
    const rule = `milliseconds from 1 to ${kCallTimeoutMsMax} are wanted`;
    throw centerError('ERR_BAD_ARGUMENT', { name: 'timeoutMs', value: timeoutMs, rule });
}
/**
 * One call, as its handler sees it.
 *
 * All but the body is worked out when it is read first, so that a handler pays only for what it uses.
 */
export class Call {
    /** What was sent: undefined, bytes, a JSON value, or an async iterable when the caller streams. */
    body;
    #state;
    #source;
    #parts;
    #headers;
    #controller;
    #abortReason;
    #isAborted = false;
    /** Made by the SDK. */
    constructor(source, body) {
        this.#source = source;
        this.body = body;
    }
    /** For middleware: whatever it wants to hand on. */
    get state() {
        this.#state ??= new Map();
        return this.#state;
    }
    /** The route as it was offered, for example `GET /orders/:id`. */
    get route() {
        return this.#all.route;
    }
    /** The method as it was called: GET, POST, … */
    get method() {
        return this.#all.method;
    }
    /** The path as it was called. */
    get path() {
        return this.#all.path;
    }
    /** Values of the route's parameters; `*` is the rest that a wildcard took. */
    get params() {
        const { pattern, path } = this.#all;
        return paramsOf(pattern, path);
    }
    /** The query as it came, with its question mark; '' without one. */
    get search() {
        const { query } = this.#all;
        return query === '' ? '' : `?${query}`;
    }
    /** The query. */
    get query() {
        return new URLSearchParams(this.#all.query);
    }
    /** Header fields of the request: names in lower case; a repeated field is joined as HTTP joins it. */
    get headers() {
        this.#headers ??= headerRecordOf(this.headerList);
        return this.#headers;
    }
    /** Header fields as they came: name, value, name, value, … */
    get headerList() {
        return headerListOf(this.#all.headerText);
    }
    /** Cookies of the request by name, decoded. */
    get cookies() {
        return cookiesOf(this.headers.cookie ?? '');
    }
    /** Address of the client that a gateway speaks for; undefined for a call that did not come through one. */
    get client() {
        return this.#all.client;
    }
    /** Name of the station that calls. */
    get caller() {
        return this.#all.caller;
    }
    /** Trace context of the caller, where it has one. */
    get trace() {
        return this.#all.trace;
    }
    /** Milliseconds that are left; 0 when the deadline has passed. */
    get remainingMs() {
        return Math.max(0, this.#all.deadlineMs - systemClock.nowMs());
    }
    /** Aborted when the caller gave up, its deadline passed, or its link is lost. */
    get signal() {
        this.#controller ??= new AbortController();
        if (this.#isAborted)
            this.#controller.abort(this.#abortReason);
        return this.#controller.signal;
    }
    /** True when nobody waits for the reply any more. */
    get isAborted() {
        return this.#isAborted;
    }
    /**
     * Calls on, within this call's deadline, with its trace context and its signal.
     * Rejects as `station.call` does.
     */
    call(route, body, options = {}) {
        const { nested, trace } = this.#all;
        const timeoutMs = Math.max(1, Math.min(this.remainingMs, options.timeoutMs ?? Number.POSITIVE_INFINITY));
        const signal = options.signal === undefined ? this.signal : AbortSignal.any([options.signal, this.signal]);
        return nested(route, body, {
            ...(trace === undefined ? {} : { trace }),
            ...options,
            timeoutMs,
            signal,
        });
    }
    /** Ends the call; the SDK calls this. */
    abort(reason) {
        if (this.#isAborted)
            return;
        this.#isAborted = true;
        this.#abortReason = reason;
        this.#controller?.abort(reason);
    }
    get #all() {
        this.#parts ??= this.#source.partsOf();
        return this.#parts;
    }
}
//# sourceMappingURL=call.js.map