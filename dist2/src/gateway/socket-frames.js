// What passes over a WebSocket of the gateway, in text and in binary; docs/WEBSOCKET.md says it for clients.
//
//   binary message = u32 length of the head, little endian | head: JSON, UTF-8 | body: bytes
//
// A text message is a head alone, with a JSON body inside of it.
import { centerError } from '../base/errors.js';
const kHeadLengthBytes = 4;
const kIdMax = 2 ** 53;
const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();
/**
 * Reads a message of a client.
 *
 * @throws CenterError ERR_BAD_REQUEST that names the rule; its details hold the `id` where that could be read.
 */
export function readAsk(message) {
    if (typeof message === 'string')
        return askOf(parseHead(message), undefined);
    const view = new DataView(message.buffer, message.byteOffset, message.length);
    const headEnd = message.length < kHeadLengthBytes ? 0 : kHeadLengthBytes + view.getUint32(0, true);
    if (headEnd === 0 || headEnd > message.length) {
        throw refuse('a binary message begins with the length of its head', undefined);
    }
    // The engine's memory ends with this turn; the body stays until it is sent. A Buffer's slice would not be a copy.
    const body = new Uint8Array(message.subarray(headEnd));
    return askOf(parseHead(headText(message.subarray(kHeadLengthBytes, headEnd))), body);
}
function askOf(head, bytes) {
    const fields = { ...head };
    const id = idOf(fields.id);
    const topic = fields.subscribe ?? fields.unsubscribe ?? fields.publish;
    if (typeof fields.call === 'string') {
        return {
            kind: 'call',
            id: idOrThrow(id),
            route: fields.call,
            timeoutMs: timeoutOf(fields.timeoutMs, id),
            headers: headersOf(fields.headers, id),
            body: bytes ??
                (fields.body === undefined ? undefined : encoder.encode(JSON.stringify(fields.body))),
            isJson: bytes === undefined,
        };
    }
    if (fields.cancel === true)
        return { kind: 'cancel', id: idOrThrow(id) };
    if (typeof topic !== 'string') {
        throw refuse('one of call, cancel, subscribe, unsubscribe and publish is wanted', id);
    }
    if (fields.publish !== undefined)
        return { kind: 'publish', id, topic, message: bytes ?? fields.message };
    return {
        kind: fields.subscribe === undefined ? 'unsubscribe' : 'subscribe',
        id: idOrThrow(id),
        topic,
    };
}
/** A message for a client: text where the body is JSON or absent, binary where it is bytes. */
export function writeAnswer(head, name, kind, body) {
    if (kind !== 'bytes') {
        const text = JSON.stringify(head);
        if (kind === 'none')
            return withField(text, name, 'null');
        return withField(text, name, new TextDecoder().decode(body)); // JSON text already
    }
    const headBytes = encoder.encode(withField(JSON.stringify(head), name, 'null'));
    const message = new Uint8Array(kHeadLengthBytes + headBytes.length + body.length);
    new DataView(message.buffer).setUint32(0, headBytes.length, true);
    message.set(headBytes, kHeadLengthBytes);
    message.set(body, kHeadLengthBytes + headBytes.length);
    return message;
}
/** A message of a topic, as a handler of `subscribe` gets it. */
export function writeTopicMessage(topic, message) {
    const head = { topic };
    if (message instanceof Uint8Array)
        return writeAnswer(head, 'message', 'bytes', message);
    return JSON.stringify({ topic, message: message ?? null });
}
/** The word that something failed. */
export function writeError(id, error) {
    const { code, message: text, status, retryable, details } = error;
    return JSON.stringify({ id: id ?? null, error: { code, text, status, retryable, details } });
}
/** What could be read of the id of a refused message. */
export function idOfRefusal({ details }) {
    const id = typeof details === 'object' && details !== null ? Reflect.get(details, 'id') : undefined;
    return typeof id === 'number' ? id : undefined;
}
function withField(objectText, name, valueText) {
    const separator = objectText === '{}' ? '' : ',';
    return `${objectText.slice(0, -1)}${separator}"${name}":${valueText}}`;
}
function headText(bytes) {
    try {
        return decoder.decode(bytes);
    }
    catch {
        throw refuse('the head of a binary message is UTF-8', undefined);
    }
}
function parseHead(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        throw refuse('a message is JSON', undefined);
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value;
    throw refuse('a message is a JSON object', undefined);
}
function idOf(value) {
    const isId = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < kIdMax;
    return isId ? value : undefined;
}
function idOrThrow(id) {
    if (id !== undefined)
        return id;
    throw refuse('id is a whole number of 0 or more', id);
}
function timeoutOf(value, id) {
    if (value === undefined || typeof value === 'number')
        return value;
    throw refuse('timeoutMs is a number', id);
}
function headersOf(value, id) {
    if (value === undefined)
        return {};
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    const fields = isRecord ? Object.entries(value) : [];
    if (!isRecord || fields.some(([, one]) => typeof one !== 'string')) {
        throw refuse('headers is an object of texts', id);
    }
    return Object.fromEntries(fields.map(([name, one]) => [name, String(one)]));
}
function refuse(rule, id) {
    return centerError('ERR_BAD_REQUEST', { rule }, id === undefined ? undefined : { id });
}
//# sourceMappingURL=socket-frames.js.map