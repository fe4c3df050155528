// Header fields on their way from a client to a handler: which go on, which end here, and which the gateway adds.
import { originOf } from './forwarded.js';
/** RFC 9110 §7.6.1: these are for one connection; Expect has been answered. */
const kEndHere = [
    'connection',
    'keep-alive',
    'proxy-connection',
    'proxy-authenticate',
    'proxy-authorization',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'expect',
];
/** Proxies say with these who the client is; from anybody else they are lies. */
const kIdentity = [
    'x-real-ip',
    'x-client-ip',
    'true-client-ip',
    'cf-connecting-ip',
    'x-forwarded-port',
    'x-forwarded-prefix',
    'x-forwarded-server',
    'x-forwarded-user',
    'x-forwarded-email',
    'x-forwarded-groups',
    'x-forwarded-preferred-username',
    'x-forwarded-client-cert',
    'x-remote-user',
    'remote-user',
    'x-authenticated-user',
    'x-auth-request-user',
    'x-auth-request-email',
    'x-auth-request-groups',
    'x-original-url',
    'x-rewrite-url',
];
const kOwnPrefix = 'x-signalbox-';
const kIsEnd = 1;
const kIsIdentity = 2;
const kFor = 3;
const kProto = 4;
const kHost = 5;
const kForwarded = 6;
const kRequestId = 7;
const kTraceParent = 8;
const kTraceState = 9;
/** Fields that are not just passed on. */
const kKinds = new Map([
    ...kEndHere.map((name) => [name, kIsEnd]),
    ...kIdentity.map((name) => [name, kIsIdentity]),
    ['x-forwarded-for', kFor],
    ['x-forwarded-proto', kProto],
    ['x-forwarded-host', kHost],
    ['forwarded', kForwarded],
    ['x-request-id', kRequestId],
    ['traceparent', kTraceParent],
    ['tracestate', kTraceState],
]);
const kNotNominated = new Set();
const kNoForwarded = { for: '', proto: '', host: '', forwarded: '' };
/** Reads the fields of a request. */
export function readFields(request, proxies) {
    const { headers, remoteAddress, isTls } = request;
    const nominated = nominatedBy(request.header('connection'));
    const isProxied = proxies.isTrusted(remoteAddress);
    const passed = passFields(headers, nominated, isProxied);
    const host = request.header('host') ?? '';
    const origin = originOf(proxies, remoteAddress, isTls, host, passed.forwarded ?? kNoForwarded);
    // Not by spreading: two spreads into one object cost more than all the rest of this file.
    return {
        text: passed.text,
        requestId: passed.requestId,
        traceParent: passed.traceParent,
        traceState: passed.traceState,
        forwarded: passed.forwarded,
        client: origin.client,
        chain: origin.chain,
        proto: origin.proto,
        host: origin.host,
        isProxied,
    };
}
/** Fields that a client named beside a call, as over a WebSocket. @param list names in lower case. */
export function namedFields(list) {
    return passFields(list, kNotNominated, false);
}
function passFields(headers, nominated, isTrusted) {
    let text = '';
    let requestId;
    let traceParent;
    let traceState;
    let forwarded = null;
    for (let at = 0; at < headers.length; at += 2) {
        const name = headers[at];
        const value = headers[at + 1] ?? '';
        switch (kKinds.get(name)) {
            case undefined:
                if (!nominated.has(name) && !name.startsWith(kOwnPrefix))
                    text += `${name}:${value}\n`;
                break;
            case kIsIdentity:
                if (isTrusted)
                    text += `${name}:${value}\n`;
                break;
            case kFor:
                forwarded ??= { ...kNoForwarded };
                forwarded.for = joined(forwarded.for, value);
                break;
            case kProto:
                forwarded ??= { ...kNoForwarded };
                forwarded.proto = joined(forwarded.proto, value);
                break;
            case kHost:
                forwarded ??= { ...kNoForwarded };
                forwarded.host = joined(forwarded.host, value);
                break;
            case kForwarded:
                forwarded ??= { ...kNoForwarded };
                forwarded.forwarded = joined(forwarded.forwarded, value);
                break;
            case kRequestId:
                requestId ??= value;
                break;
            case kTraceParent:
                traceParent ??= value;
                break;
            case kTraceState:
                traceState = traceState === undefined ? value : joined(traceState, value);
                break;
            default: // ends here
        }
    }
    return { text, requestId, traceParent, traceState, forwarded };
}
/** The fields that the gateway adds, as text. */
export function addedFields({ chain, proto, host }, requestId, traceParent) {
    return `x-forwarded-for:${chain}\nx-forwarded-proto:${proto}\nx-forwarded-host:${host}\nx-request-id:${requestId}\ntraceparent:${traceParent}\n`;
}
/** Fields that a Connection field names are for this connection alone (RFC 9110 §7.6.1). */
export function nominatedBy(connection) {
    if (connection === undefined || connection === 'keep-alive' || connection === 'close') {
        return kNotNominated;
    }
    return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
function joined(before, value) {
    return before === '' ? value : `${before}, ${value}`;
}
/** True for fields that a reply of a handler may not hand to the client: framing and connections are the engine's affair. */
export function isEngineField(name) {
    return kKinds.get(name) === kIsEnd || name === 'content-length' || name === 'date';
}
//# sourceMappingURL=request-fields.js.map