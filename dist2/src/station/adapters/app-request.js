// A call as the HTTP request that an application expects, before it takes the shape of Node's objects or of fetch's.
import { centerError } from '../../base/errors.js';
import { headerOf } from '../../wire/header-list.js';
import { isStream, RawBody } from '../body.js';
import { kJsonType } from '../http-form.js';
/** A call without a gateway comes from this machine. */
const kLocalClient = '127.0.0.1';
/** Answers to nothing on any network, and is what applications expect of a request from their own machine. */
const kDefaultHost = 'localhost';
/** Fields of one connection (RFC 9110 §7.6.1), and the body's length, which the new connection says itself. */
const kConnectionFields = new Set([
    'connection',
    'content-length',
    'keep-alive',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
]);
/** @throws CenterError ERR_BODY_TOO_LARGE, ERR_UPGRADE, ERR_BAD_ARGUMENT. */
export function appRequestOf(call, mount) {
    const { route, headerList } = call;
    const upgrade = headerOf(headerList, 'upgrade');
    if (upgrade?.toLowerCase() === 'websocket')
        throw centerError('ERR_UPGRADE', { route });
    const body = bodyOf(call.body, headerOf(headerList, 'content-length'), mount.bodyBytesMax, route);
    return {
        route,
        method: call.method,
        target: encodeTarget(`${appPathOf(call.path, mount)}${call.search}`),
        headers: headersOf(call, mount),
        client: call.client ?? kLocalClient,
        body,
        signal: call.signal,
    };
}
/** Header fields that outlive a connection: neither those of the connection itself nor those that it names. */
export function endToEndFields(list) {
    const named = headerOf(list, 'connection');
    const dropped = named === undefined
        ? kConnectionFields
        : new Set([...kConnectionFields, ...named.toLowerCase().split(/\s*,\s*/)]);
    const kept = [];
    for (let at = 0; at < list.length; at += 2) {
        if (!dropped.has(list[at]))
            kept.push(list[at], list[at + 1] ?? '');
    }
    return kept;
}
function headersOf(call, { prefix, stripPrefix }) {
    const headers = endToEndFields(call.headerList);
    const add = (name, value) => {
        if (headerOf(headers, name) === undefined)
            headers.push(name, value);
    };
    add('host', kDefaultHost);
    const { trace, body } = call;
    if (trace !== undefined) {
        add('traceparent', trace.traceparent);
        if (trace.tracestate !== undefined)
            add('tracestate', trace.tracestate);
    }
    if (stripPrefix && prefix !== '')
        add('x-forwarded-prefix', prefix);
    const raw = body;
    if (raw instanceof RawBody && raw.kind === 'json')
        add('content-type', kJsonType);
    return headers;
}
function appPathOf(path, { prefix, stripPrefix }) {
    if (!stripPrefix || !path.startsWith(prefix))
        return path;
    const rest = path.slice(prefix.length);
    return rest.startsWith('/') ? rest : `/${rest}`;
}
function encodeTarget(target) {
    return target.replace(/[^\u0021-\u007e]+/g, encodeURIComponent);
}
function bodyOf(body, promised, bytesMax, route) {
    if (isStream(body)) {
        const parts = bounded(bytesOfItems(body), undefined, bytesMax, route);
        return { form: 'parts', parts, length: undefined };
    }
    if (!(body instanceof RawBody) || body.kind === 'none')
        return { form: 'none' };
    const { source } = body;
    if (source instanceof Uint8Array) {
        if (source.length > bytesMax)
            throw tooLarge(source.length, bytesMax);
        return { form: 'whole', bytes: source };
    }
    const length = promised !== undefined && /^\d+$/.test(promised) ? Number(promised) : undefined;
    if (length !== undefined && length > bytesMax)
        throw tooLarge(length, bytesMax);
    return { form: 'parts', parts: bounded(source, length, bytesMax, route), length };
}
/** Items of a caller that streams: bytes as they are, values as lines of JSON. */
async function* bytesOfItems(items) {
    for await (const { kind, bytes } of items) {
        yield bytes;
        if (kind === 'json')
            yield kLineEnd;
    }
}
const kLineEnd = Buffer.from('\n');
/** The same parts; fails when they are more than allowed, or not as long as promised. */
async function* bounded(parts, length, bytesMax, route) {
    let bytes = 0;
    for await (const part of parts) {
        bytes += part.length;
        if (bytes > bytesMax)
            throw tooLarge(bytes, bytesMax);
        if (length !== undefined && bytes > length)
            break;
        yield part;
    }
    if (length === undefined || bytes === length)
        return;
    const rule = `it is not the ${length} bytes that content-length promised`;
    throw centerError('ERR_BAD_BODY', { route, rule });
}
function tooLarge(bytes, limit) {
    return centerError('ERR_BODY_TOO_LARGE', { bytes, limit });
}
//# sourceMappingURL=app-request.js.map