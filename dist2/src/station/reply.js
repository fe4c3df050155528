// A reply that says more than its body: the HTTP status and header fields for callers that come through a gateway.
import { CenterError, centerError } from '../base/errors.js';
import { encodeContext, kNoContext, kTagHeaders, kTagStatus, } from '../wire/context.js';
import { headerTextOf } from '../wire/header-list.js';
/** Made by {@link reply}. */
export class Reply {
    /** As a handler would return it without the rest. */
    body;
    /** 0 for success, else the HTTP status. */
    failure;
    context;
    constructor(body, failure, context) {
        this.body = body;
        this.failure = failure;
        this.context = context;
    }
}
/**
 * A handler's answer with status and header fields.
 *
 * `call` gives its caller the body alone; `request`, `fetch` and the HTTP gateway give all of it.
 *
 * @param body undefined, bytes, a JSON value or an async iterable.
 * @throws CenterError ERR_BAD_REPLY that names the field or status and the rule: the caller is told of a failure of the
 * station, for what it sent was right.
 */
export function reply(body, options = {}) {
    const { status, headers } = options;
    try {
        return replyOfText(body, status, headers === undefined ? '' : headerTextOf(headers));
    }
    catch (error) {
        throw badReply(error, 'the handler');
    }
}
/**
 * What becomes of the refusal of a reply: ERR_BAD_REPLY, where the refusal would blame the caller. Another error stays.
 *
 * @param route whose reply it is.
 */
export function badReply(error, route) {
    if (!(error instanceof CenterError))
        return error;
    return centerError('ERR_BAD_REPLY', { route, rule: error.message });
}
/** {@link reply} with header fields as they travel. @throws CenterError ERR_BAD_ARGUMENT. */
export function replyOfText(body, status, headerText) {
    const fields = [];
    if (status !== undefined) {
        if (!Number.isInteger(status) || status < 200 || status > 599) {
            const rule = 'a reply has a status from 200 to 599';
            throw centerError('ERR_BAD_ARGUMENT', { name: 'status', value: status, rule });
        }
        fields.push([kTagStatus, String(status)]);
    }
    if (headerText !== '')
        fields.push([kTagHeaders, headerText]);
    const failure = status !== undefined && status >= 400 ? status : 0;
    return new Reply(body, failure, fields.length === 0 ? kNoContext : encodeContext(fields));
}
//# sourceMappingURL=reply.js.map