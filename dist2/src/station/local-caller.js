// Calls between stations of one thread: a function call instead of two rings, with the same promises kept: deadline,
// cancel, statistics, limits, errors, and values that the two sides do not share. What is not in this thread goes over
// the link.
//
// JSON values are copied as the wire would copy them. Bytes are handed over, not copied: they belong to the receiver.
import { DeadlineTimer } from '../base/deadline-timer.js';
import { CenterError, centerError, errorBodyOf, errorJson } from '../base/errors.js';
import { kBodyBytesMax, kCallTimeoutMsDefault, kInFlightPerLinkMax } from '../base/limits.js';
import { headerTextOf } from '../wire/header-list.js';
import { fillParams } from '../wire/route-key.js';
import { decodeOwned, isStream, isThenable, RawBody, toJson, typeOfKind } from './body.js';
import { Call, checkTimeout } from './call.js';
import { cancelledPart, failedPart, isStationFault } from './error-part.js';
import { rawItem, statusError, statusOf, streamedDetails, } from './exchange.js';
import { startLocalFlow } from './local-flow.js';
import { badReply, Reply } from './reply.js';
import { tell } from './told.js';
class LocalCall {
    slot = -1;
    call = null;
    stopListening = null;
    resolve = ignore;
    reject = ignore;
    /** null for nearly every call. */
    tap = null;
    target;
    startMs;
    deadlineMs;
    /** Streams of this call, in either direction; null for nearly every call. */
    flows = null;
    #caller;
    #options;
    constructor(target, startMs, deadlineMs, caller, options) {
        this.target = target;
        this.startMs = startMs;
        this.deadlineMs = deadlineMs;
        this.#caller = caller;
        this.#options = options;
    }
    partsOf() {
        const { offer, method, path, query } = this.target;
        const { headers } = this.#options;
        return {
            pattern: offer.pattern,
            route: offer.route,
            method,
            path,
            query,
            caller: this.#caller.name,
            deadlineMs: this.deadlineMs,
            trace: this.#options.trace,
            headerText: headers === undefined ? '' : headerTextOf(headers),
            client: undefined,
            nested: this.target.answerer.nested,
        };
    }
}
function ignore() { }
const kNoOptions = {};
const kNoBytes = new Uint8Array(0);
export class LocalCaller {
    /** Name of the station that calls. */
    name;
    #link;
    #routes;
    #clock;
    #deadlines;
    #calls = [];
    #free = [];
    #resolve = ignore;
    #reject = ignore;
    #executor = (resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
    };
    constructor(name, link, routes, clock) {
        this.name = name;
        this.#link = link;
        this.#routes = routes;
        this.#clock = clock;
        this.#deadlines = new DeadlineTimer(clock, (nowMs) => this.#expire(nowMs));
    }
    /** As Caller.call. */
    call(route, body, options = kNoOptions) {
        try {
            const { signal, params, timeoutMs } = options;
            if (signal?.aborted)
                return Promise.reject(signal.reason);
            const path = params === undefined ? route : fillParams(route, params);
            const span = timeoutMs === undefined ? kCallTimeoutMsDefault : checkTimeout(timeoutMs);
            const target = this.#routes.find(path, body !== undefined, options.key, this.name);
            if (target === null)
                return this.#link.call(route, body, options);
            const startMs = this.#clock.nowMs();
            const local = new LocalCall(target, startMs, startMs + span, this, options);
            const given = this.#given(local, body, route);
            this.#takeSlot(local);
            const promise = new Promise(this.#executor);
            local.resolve = this.#resolve;
            local.reject = this.#reject;
            this.#deadlines.note(local.deadlineMs);
            if (signal !== undefined)
                this.#listen(signal, local);
            this.#run(local, given);
            return promise;
        }
        catch (error) {
            return Promise.reject(error);
        }
    }
    /** As Caller.callThen. In this thread a promise costs less than what it would take to do without. */
    callThen(route, body, onReply, onError, mark, options) {
        this.call(route, body, options).then((reply) => tell(onReply, reply, mark), (error) => tell(onError, error, mark));
    }
    /** As Caller.send: over the link. */
    send(route, body, options) {
        return this.#link.send(route, body, options);
    }
    /** As Caller.request: over the link. */
    request(route, request) {
        return this.#link.request(route, request);
    }
    /** As Caller.requestThen: over the link. */
    requestThen(route, request, onReply, onError, mark) {
        this.#link.requestThen(route, request, onReply, onError, mark);
    }
    /** As Caller.publish: over the link. */
    publish(topic, body) {
        return this.#link.publish(topic, body);
    }
    #given(local, body, route) {
        if (isStream(body))
            return this.#upload(local, body);
        const { bodyAs } = local.target.offer.options;
        if (bodyAs === 'raw')
            return rawOf(body, route);
        const value = received(body, route);
        return bodyAs === 'stream' ? piecesOf(value, route) : value;
    }
    #upload(local, source) {
        const { route, options } = local.target.offer;
        const decode = options.bodyAs === 'raw' ? rawItem : undefined;
        const flow = startLocalFlow(source, route, cancelledPart, () => flow.stop(), decode);
        addFlow(local, flow);
        flow.done.then((thrown) => {
            if (thrown !== null && local.slot >= 0)
                this.#giveUp(local, thrown);
        }, (error) => {
            if (local.slot >= 0)
                this.#giveUp(local, error);
        });
        return flow.receiver;
    }
    #run(local, body) {
        const { target } = local;
        const call = new Call(local, body);
        local.call = call;
        local.tap = target.tap(this.name, body);
        target.begin();
        let result;
        try {
            result = target.answerer.runLocal(target.offer, call);
        }
        catch (error) {
            this.#fail(local, error);
            return;
        }
        if (result instanceof Promise || isThenable(result)) {
            Promise.resolve(result).then((value) => this.#answer(local, value), (error) => this.#fail(local, error));
        }
        else
            this.#answer(local, result);
    }
    #answer(local, given) {
        local.target.answerer.endLocal();
        const value = given instanceof Reply ? given.body : given;
        if (local.slot < 0)
            return; // its deadline passed, or its caller gave up
        const { resolve } = local;
        local.tap?.onReply(value);
        if (given instanceof Uint8Array &&
            value instanceof Uint8Array &&
            value.length <= kBodyBytesMax &&
            !Buffer.isBuffer(value)) {
            this.#settle(local, false);
            resolve(value);
            return;
        }
        if (isStream(value)) {
            const receiver = this.#download(local, value);
            const context = given instanceof Reply ? given.context : kNoBytes;
            const failure = statusOf(context);
            if (failure >= 400)
                local.tap?.onFailure({ code: '', status: failure });
            if (failure < 400)
                resolve(receiver);
            else
                this.#rejectStreamed(local, failure, context, receiver);
            return;
        }
        let reply;
        try {
            reply = received(value, local.target.offer.route);
        }
        catch (error) {
            this.#reportAndReject(local, badReply(error, local.target.offer.route));
            return;
        }
        if (given instanceof Reply && given.failure !== 0) {
            const { reject, target } = local;
            const error = statusError(target.offer.route, given.failure, given.context, reply);
            local.tap?.onFailure(error);
            this.#settle(local, true);
            reject(error);
            return;
        }
        this.#settle(local, false);
        resolve(reply);
    }
    #download(local, source) {
        const { route } = local.target.offer;
        const end = (isError) => {
            if (local.slot >= 0)
                this.#settle(local, isError);
        };
        const leave = () => {
            flow.stop();
            if (local.slot >= 0)
                this.#giveUp(local, centerError('ERR_CANCELLED', { route }));
        };
        const flow = startLocalFlow(source, route, (thrown) => failedPart(thrown, route), leave);
        addFlow(local, flow);
        // The deadline is for a stream's beginning; how long its reader takes is the reader's affair.
        local.deadlineMs = Number.POSITIVE_INFINITY;
        flow.done.then((thrown) => end(thrown !== null), () => end(true));
        return flow.receiver;
    }
    #rejectStreamed({ reject, target }, failure, context, receiver) {
        const { route } = target.offer;
        streamedDetails(receiver).then((details) => reject(statusError(route, failure, context, details)), reject);
    }
    #fail(local, thrown) {
        local.target.answerer.endLocal();
        if (local.slot >= 0)
            this.#reportAndReject(local, thrown);
    }
    #reportAndReject(local, thrown) {
        const { reject, target } = local;
        const { route } = target.offer;
        const error = copiedError(thrown, route);
        local.tap?.onFailure(error);
        if (isStationFault(error))
            target.answerer.reportFailure(thrown, route);
        this.#settle(local, true);
        reject(error);
    }
    #giveUp(local, error) {
        const { reject, call, flows } = local;
        const failure = error instanceof CenterError
            ? error
            : centerError('ERR_CANCELLED', { route: describe(error) });
        local.tap?.onFailure(failure);
        this.#settle(local, true);
        for (const flow of flows ?? []) {
            flow.stop();
            flow.receiver.fail(failure);
        }
        // What the handler is told is what it would be told over a link.
        call?.abort(centerError('ERR_CANCELLED', { route: local.target.offer.route }));
        reject(error);
    }
    #settle(local, isError) {
        this.#calls[local.slot] = null;
        this.#free.push(local.slot);
        local.slot = -1;
        local.stopListening?.();
        if (local.flows !== null)
            for (const flow of local.flows)
                flow.stop();
        local.target.end((this.#clock.nowMs() - local.startMs) * 1000, isError);
        local.tap?.end();
    }
    #takeSlot(local) {
        const free = this.#free.pop();
        if (free === undefined && this.#calls.length >= kInFlightPerLinkMax) {
            throw centerError('ERR_OVERLOADED', {
                what: 'the list of calls on the way',
                limit: kInFlightPerLinkMax,
            });
        }
        local.slot = free ?? this.#calls.length;
        this.#calls[local.slot] = local;
    }
    #expire(nowMs) {
        let next = Number.POSITIVE_INFINITY;
        for (const local of this.#calls) {
            if (local === null)
                continue;
            if (local.deadlineMs > nowMs)
                next = Math.min(next, local.deadlineMs);
            else {
                const timeoutMs = Math.round(local.deadlineMs - local.startMs);
                this.#giveUp(local, centerError('ERR_DEADLINE', { route: local.target.offer.route, timeoutMs }));
            }
        }
        return next;
    }
    #listen(signal, local) {
        const onAbort = () => {
            if (local.slot >= 0)
                this.#giveUp(local, signal.reason);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        local.stopListening = () => signal.removeEventListener('abort', onAbort);
    }
}
function addFlow(local, flow) {
    local.flows ??= [];
    local.flows.push(flow);
}
/** What the other side of a wire would throw. */
function copiedError(thrown, route) {
    return new CenterError(JSON.parse(errorJson(errorBodyOf(thrown, route), kBodyBytesMax)));
}
/** The value as the other side of a wire would see it. */
function copyOf(value, route) {
    if (value === undefined)
        return undefined;
    return JSON.parse(toJson(value, route));
}
/** A value as the bytes that a handler of streams wants. */
async function* piecesOf(value, route) {
    if (value !== undefined)
        yield value instanceof Uint8Array ? value : Buffer.from(toJson(value, route));
}
/** A value as a handler of raw bodies wants it. */
function rawOf(value, route) {
    if (value === undefined)
        return new RawBody(kNoBytes, 'none');
    if (value instanceof Uint8Array)
        return new RawBody(checkBytes(value), 'bytes');
    return new RawBody(Buffer.from(toJson(value, route)), 'json');
}
/** Bytes are handed over; everything else is copied. */
function received(value, route) {
    if (value instanceof RawBody && value.source instanceof Uint8Array)
        return decodeOwned(checkBytes(value.source), typeOfKind(value.kind), route);
    return value instanceof Uint8Array ? checkBytes(value) : copyOf(value, route);
}
function describe(error) {
    return error instanceof Error ? error.message : typeof error;
}
function checkBytes(bytes) {
    // A Buffer would be one here and plain bytes over every link.
    if (bytes.length <= kBodyBytesMax) {
        return Buffer.isBuffer(bytes)
            ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
            : bytes;
    }
    throw centerError('ERR_BODY_TOO_LARGE', { bytes: bytes.length, limit: kBodyBytesMax });
}
//# sourceMappingURL=local-caller.js.map