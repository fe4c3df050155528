// Asks a WHATWG fetch handler (https://fetch.spec.whatwg.org): Hono, and whatever else takes a Request.
import { isIPv6 } from 'node:net';
import { centerError } from '../../base/errors.js';
import { replyOf } from './app-reply.js';
/** Methods that no Request can have (https://fetch.spec.whatwg.org/#forbidden-method). */
const kForbiddenMethods = ['CONNECT', 'TRACE', 'TRACK'];
/** Rejects with what the handler throws, with ERR_METHOD, and with ERR_BAD_REPLY for what is no Response. */
export async function askFetch(handler, request) {
    const { route, method } = request;
    if (kForbiddenMethods.includes(method))
        throw centerError('ERR_METHOD', { route, method });
    const response = await handler(requestOf(request), environmentOf(request.client));
    if (!isResponse(response)) {
        throw centerError('ERR_BAD_REPLY', { route, rule: 'a fetch handler gives a Response' });
    }
    const headers = [...response.headers].flat();
    const answer = { route, status: response.status, headers, isHeadOnly: method === 'HEAD' };
    return replyOf(answer, response.body === null ? null : readingOf(response.body, request.signal));
}
/** Reads a body; a caller that gives up ends it at once, also while nothing comes. */
function readingOf(body, signal) {
    const reader = body.getReader();
    const cancel = () => reader.cancel(signal.reason);
    const giveUp = () => void cancel().catch(() => { }); // the body failed already, and its reader was told
    signal.addEventListener('abort', giveUp, { once: true });
    return {
        async next() {
            const { done, value } = await reader.read();
            return done ? { done, value: undefined } : { done, value };
        },
        async return() {
            signal.removeEventListener('abort', giveUp);
            await cancel();
            return { done: true, value: undefined };
        },
    };
}
function requestOf({ method, target, headers, body, signal }) {
    const fields = new Headers();
    for (let at = 0; at < headers.length; at += 2)
        fields.append(headers[at], headers[at + 1] ?? '');
    const url = `http://${fields.get('host') ?? ''}${target}`;
    const init = { method, headers: fields, signal, ...streamOf(method, body), duplex: 'half' };
    return new Request(url, init);
}
function streamOf(method, body) {
    // A Request with these methods has no body; servers that make one of a socket leave it out, too.
    if (body.form === 'none' || method === 'GET' || method === 'HEAD')
        return {};
    if (body.form === 'whole')
        return { body: body.bytes };
    return { body: ReadableStream.from(body.parts) };
}
function environmentOf(client) {
    const remoteFamily = isIPv6(client) ? 'IPv6' : 'IPv4';
    return { incoming: { socket: { remoteAddress: client, remoteFamily, remotePort: 0 } } };
}
/** By shape: an application may bring a Response of its own make. */
function isResponse(value) {
    return (typeof value === 'object' &&
        value !== null &&
        'status' in value &&
        typeof value.status === 'number' &&
        'headers' in value &&
        'body' in value);
}
//# sourceMappingURL=ask-fetch.js.map