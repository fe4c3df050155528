// Requests and replies as they travel, for those that hand them on: gateways, fetch, proxies.
import { CenterError, errorBody } from '../base/errors.js';
import { contextField, kTagHeaders, kTagStatus } from '../wire/context.js';
import { headerListOf, headerOf } from '../wire/header-list.js';
import { kindOf } from './body.js';
/** One item, as {@link RawReply} gives it. */
export function rawItem(bytes, type) {
    return { kind: kindOf(type), bytes };
}
/** A reply, as `request` gives it. */
export function rawReply(context, body, flags, items) {
    return {
        status: statusOf(context),
        headers: headerListOf(contextField(context, kTagHeaders) ?? ''),
        kind: kindOf(flags),
        body,
        items,
    };
}
/** HTTP status that a reply's context names; 0 for none. */
export function statusOf(context) {
    const status = Number(contextField(context, kTagStatus) ?? '0');
    return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 0;
}
/**
 * What `call` rejects with when a reply failed with a status and a body of its own. The body becomes the details; bytes
 * that the reply calls text become text.
 */
export function statusError(route, status, context, body) {
    const { code, text, retryable } = errorBody('ERR_STATUS', { route, status });
    const type = headerOf(headerListOf(contextField(context, kTagHeaders) ?? ''), 'content-type');
    const isText = body instanceof Uint8Array && /^text\//i.test(type ?? '');
    const details = isText ? decoder.decode(body) : body;
    return new CenterError({ code, text, status, retryable, details });
}
const decoder = new TextDecoder();
/** Most bytes of a streamed body that become an error's details. */
const kDetailsBytesMax = 64 * 1024;
/** What a failed reply streams, as far as it becomes the details: bytes joined, anything else as a list. */
export async function streamedDetails(items) {
    const taken = [];
    let bytes = 0;
    for await (const item of items) {
        taken.push(item);
        bytes += item instanceof Uint8Array ? item.length : JSON.stringify(item).length;
        if (bytes >= kDetailsBytesMax)
            break;
    }
    const parts = taken.filter((item) => item instanceof Uint8Array);
    return parts.length < taken.length ? taken : new Uint8Array(Buffer.concat(parts));
}
//# sourceMappingURL=exchange.js.map