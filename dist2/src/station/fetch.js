// WHATWG fetch over a station's link (https://fetch.spec.whatwg.org): no socket, no port, the same answers.
import { CenterError } from '../base/errors.js';
import { errorAnswer, failureText, headOf, isJsonType, itemText, streamHeadOf, } from './http-form.js';
/** Codes of an answer that never came: fetch knows them as network errors. */
const kNetworkCodes = ['ERR_LINK_LOST', 'ERR_NOT_JOINED', 'ERR_CLOSED'];
/** Only a base for paths; nothing is looked up. */
const kOrigin = 'http://signalbox';
/** Statuses whose answers have no body (https://fetch.spec.whatwg.org/#null-body-status). */
const kBodilessStatuses = [204, 205, 304];
/** Station.fetch, over whatever sends requests. */
export async function fetchThrough(send, input, init) {
    const target = typeof input === 'string' ? new URL(input, kOrigin) : input;
    // Node wants `duplex` for a body that is a stream; a link always sends while it receives.
    const request = new Request(target, { duplex: 'half', ...init });
    // A Request's own signal follows the caller's only as long as nobody collects the Request: the caller's is what counts.
    const { method, signal: own } = request;
    const signal = init?.signal ?? own;
    const url = new URL(request.url);
    const path = `${url.pathname}${url.search}`;
    const route = `${method} ${path}`;
    const accept = request.headers.get('accept') ?? undefined;
    try {
        const raw = {
            headerList: [...request.headers].flat(),
            signal,
            isJson: isJsonType(request.headers.get('content-type') ?? undefined),
            ...(await bodyOf(request, init)),
        };
        if (method === 'HEAD')
            return await headOnly(send, path, raw);
        return responseOf(await send(route, raw), accept, request, signal);
    }
    catch (error) {
        if (signal.aborted)
            throw signal.reason;
        if (!(error instanceof CenterError))
            throw new TypeError('fetch failed', { cause: error });
        if (kNetworkCodes.includes(error.code))
            throw new TypeError('fetch failed', { cause: error });
        const { status, headers, body } = errorAnswer(error, route);
        return new Response(method === 'HEAD' ? null : body, { status, headers: headersOf(headers) });
    }
}
/** A route that answers GET alone is asked with GET, and what it answers is left. */
async function headOnly(send, path, raw) {
    const reply = await send(`HEAD ${path}`, raw).catch((error) => {
        if (error instanceof CenterError && error.code === 'ERR_METHOD')
            return send(`GET ${path}`, raw);
        throw error;
    });
    await reply.items?.[Symbol.asyncIterator]().return?.();
    const { status, headers } = reply.items === null ? headOf(reply) : streamHeadOf(reply, undefined);
    return new Response(null, { status, headers: headersOf(headers) });
}
/** What is whole in memory goes whole; files, forms and streams go as they are read. */
async function bodyOf(request, init) {
    if (request.body === null)
        return {};
    const given = init?.body;
    const isWhole = typeof given === 'string' ||
        given instanceof URLSearchParams ||
        given instanceof ArrayBuffer ||
        ArrayBuffer.isView(given);
    return { body: isWhole ? new Uint8Array(await request.arrayBuffer()) : request.body };
}
function responseOf(reply, accept, request, signal) {
    if (reply.items === null) {
        const { status, headers } = headOf(reply);
        const body = kBodilessStatuses.includes(status) ? null : reply.body;
        return new Response(body, { status, headers: headersOf(headers) });
    }
    const { status, headers, form } = streamHeadOf(reply, accept);
    const body = ReadableStream.from(new Parts(reply.items, form, request, signal));
    return new Response(body, { status, headers: headersOf(headers) });
}
const encoder = new TextEncoder();
/**
 * The bytes of a stream's items. No generator: its reader may leave while it waits for an item that never comes, and the
 * call must end then.
 */
class Parts {
    #items;
    #form;
    /** Held for its signal's sake. */
    #request;
    #signal;
    constructor(items, form, request, signal) {
        this.#items = items[Symbol.asyncIterator]();
        this.#form = form;
        this.#request = request;
        this.#signal = signal;
    }
    async next() {
        try {
            const item = await this.#items.next();
            if (item.done === true)
                return { done: true, value: undefined };
            return { done: false, value: bytesOf(itemText(item.value, this.#form)) };
        }
        catch (error) {
            if (this.#signal.aborted)
                throw this.#signal.reason;
            const text = failureText(error, this.#request.url, this.#form);
            if (text === '')
                throw new TypeError('terminated', { cause: error });
            return { done: false, value: encoder.encode(text) };
        }
    }
    async return() {
        await this.#items.return?.();
        return { done: true, value: undefined };
    }
    [Symbol.asyncIterator]() {
        return this;
    }
}
function bytesOf(text) {
    return typeof text === 'string' ? encoder.encode(text) : text;
}
function headersOf(list) {
    const headers = new Headers();
    for (let at = 0; at < list.length; at += 2)
        headers.append(list[at], list[at + 1] ?? '');
    return headers;
}
//# sourceMappingURL=fetch.js.map