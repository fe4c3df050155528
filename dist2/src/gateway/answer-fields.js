// Header fields on their way from a handler to a client.
import { headerOf } from '../wire/header-list.js';
import { isEngineField, nominatedBy } from './request-fields.js';
/** Says the request's id to the client. */
export const kRequestIdField = 'x-request-id';
const kCorsPrefix = 'access-control-';
/**
 * The fields of a reply that a client gets: all but those of the connection, those of the engine, and those that the
 * gateway sets itself.
 *
 * @param isCorsOurs true: what the handler says about other origins counts for nothing.
 * @returns a list of one's own.
 */
export function answerFields(headers, isCorsOurs) {
    const nominated = nominatedBy(headerOf(headers, 'connection'));
    const fields = [];
    for (let at = 0; at < headers.length; at += 2) {
        const name = headers[at];
        const isDropped = isEngineField(name) ||
            name === kRequestIdField ||
            nominated.has(name) ||
            (isCorsOurs && name.startsWith(kCorsPrefix));
        if (!isDropped)
            fields.push(name, headers[at + 1] ?? '');
    }
    return fields;
}
//# sourceMappingURL=answer-fields.js.map