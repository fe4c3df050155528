// An application's answer as the reply of a call: whole where it is small or JSON, else a stream of its bytes.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { headerOf, headerText } from '../../wire/header-list.js';
import { RawBody } from '../body.js';
import { isJsonType, kBytesType } from '../http-form.js';
import { badReply, replyOfText } from '../reply.js';
import { endToEndFields } from './app-request.js';
/**
 * Bytes of an answer that travels whole. Larger ones are streams, so that a download costs the station no more than what
 * its caller has room for.
 */
const kWholeBytesMax = 1024 * 1024;
/** The same for JSON, which is of no use in parts. */
const kJsonBytesMax = 16 * 1024 * 1024;
/** Statuses without a body (RFC 9110 §15.3.5, §15.4.5). */
const kBodilessStatuses = [204, 205, 304];
/**
 * Makes the reply.
 *
 * @param parts of the body; ended early when nobody wants them. Rejects with its error, and with ERR_BAD_REPLY.
 */
export async function replyOf(answer, parts) {
    const { status, headers, isHeadOnly } = answer;
    if (parts === null || isHeadOnly || kBodilessStatuses.includes(status)) {
        await parts?.return?.();
        return finish(answer, undefined, lengthOf(headers));
    }
    const type = headerOf(headers, 'content-type');
    const isJson = isJsonType(type) && headerOf(headers, 'content-encoding') === undefined;
    const length = lengthOf(headers);
    const bytesMax = isJson ? kJsonBytesMax : kWholeBytesMax;
    const isPatient = isJson || length !== undefined;
    const isTooLong = length !== undefined && length > bytesMax;
    const body = await gather(parts, isTooLong ? 0 : bytesMax, isPatient);
    if (!(body instanceof Uint8Array)) {
        // Bytes without a type would be written as items.
        const typed = type === undefined ? [...headers, 'content-type', kBytesType] : headers;
        return finish({ ...answer, headers: typed }, body, length);
    }
    if (body.length === 0)
        return finish(answer, undefined, undefined);
    return finish(answer, new RawBody(body, isJson ? 'json' : 'bytes'), undefined);
}
/** @param length told to the caller where the body does not tell it. */
function finish({ route, status, headers }, body, length) {
    const fields = endToEndFields(headers);
    if (length !== undefined)
        fields.push('content-length', String(length));
    try {
        return replyOfText(body, status, headerText(fields));
    }
    catch (error) {
        throw badReply(error, route);
    }
}
/**
 * The body, whole if it comes to its end soon.
 *
 * @param bytesMax more than this is a stream.
 * @param isPatient waits for the end, within that; else a part that is not there within one turn of the
 * event loop makes it a stream, so that events reach their reader when they happen.
 */
async function gather(parts, bytesMax, isPatient) {
    const taken = [];
    for (let bytes = 0; bytes <= bytesMax;) {
        const next = parts.next();
        const result = isPatient ? await next : await Promise.race([next, nextTurn(null)]);
        if (result === null) {
            next.catch(() => { }); // told to the stream's reader, who may never come
            return resumed(taken, next, parts);
        }
        if (result.done === true)
            return Buffer.concat(taken);
        taken.push(result.value);
        bytes += result.value.length;
    }
    return resumed(taken, parts.next(), parts);
}
async function* resumed(taken, pending, parts) {
    try {
        yield* taken;
        for (let result = await pending; result.done !== true; result = await parts.next()) {
            yield result.value;
        }
    }
    finally {
        await parts.return?.();
    }
}
function lengthOf(headers) {
    const text = headerOf(headers, 'content-length');
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
//# sourceMappingURL=app-reply.js.map