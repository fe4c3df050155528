// What a route says about itself beyond its schemas, for the OpenAPI document and the documentation page.
import { centerError } from '../base/errors.js';
import { kContextBytesMax, kSchemaDepthMax } from '../base/limits.js';
const kForms = new Map([
    ['request', 'object'],
    ['reply', 'object'],
    ['query', 'object'],
    ['requestType', 'string'],
    ['replyType', 'string'],
    ['streams', 'boolean'],
]);
// RFC 9110 §8.3: type/subtype and parameters; nothing that could end a header field.
const kTypeRule = /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+( *;[\x20-\x7e]*)?$/;
/** @throws CenterError ERR_BAD_ROUTE that names the part and the rule. */
export function checkDocs(route, docs) {
    for (const [name, value] of Object.entries(docs)) {
        const form = kForms.get(name);
        const refuse = (rule) => centerError('ERR_BAD_ROUTE', { route, rule: `docs.${name} ${rule}` });
        if (form === undefined)
            throw refuse(`is none of ${[...kForms.keys()].join(', ')}`);
        const isOne = form === 'object' ? isRecord(value) : typeof value === form;
        if (!isOne)
            throw refuse(`is no ${form}`);
        if (typeof value === 'string' && !kTypeRule.test(value))
            throw refuse('is no content type');
    }
    if (!isJson(docs))
        throw centerError('ERR_BAD_ROUTE', { route, rule: 'docs are no JSON value' });
    if (Buffer.byteLength(docsText({ docs }, checkDocs)) > kContextBytesMax) {
        const rule = `docs are over ${kContextBytesMax} bytes without the schemas of request and reply`;
        throw centerError('ERR_BAD_ROUTE', { route, rule });
    }
}
function isJson(value) {
    try {
        return JSON.stringify(value) !== undefined;
    }
    catch {
        return false; // a cycle or a bigint
    }
}
/** What a registration says of it: JSON text, or '' for nothing. The schemas of bodies travel by themselves. */
export function docsText({ docs = {}, bodyAs, }, handler) {
    const { query, requestType, replyType, streams = isAsyncGenerator(handler) } = docs;
    const said = {
        ...(query === undefined ? {} : { query }),
        ...(requestType === undefined ? {} : { requestType }),
        ...(replyType === undefined ? {} : { replyType }),
        ...(streams ? { streams } : {}),
        ...(bodyAs === 'stream' ? { bodyAs } : {}),
    };
    return Object.keys(said).length === 0 ? '' : JSON.stringify(said);
}
function isAsyncGenerator(handler) {
    return Object.prototype.toString.call(handler) === '[object AsyncGeneratorFunction]';
}
/** Reads {@link docsText}. It may come from any station: parts that are not as they should be are left out. */
export function readDocs(text) {
    if (text === '' || nestingOf(text) > kSchemaDepthMax)
        return {};
    const said = parsed(text);
    if (!isRecord(said))
        return {};
    const { query, requestType, replyType, streams, bodyAs } = said;
    const isType = (value) => typeof value === 'string' && kTypeRule.test(value);
    return {
        ...(isRecord(query) ? { query: recordsOf(query) } : {}),
        ...(isType(requestType) ? { requestType } : {}),
        ...(isType(replyType) ? { replyType } : {}),
        ...(streams === true ? { streams } : {}),
        ...(bodyAs === 'stream' ? { bodyAs } : {}),
    };
}
/**
 * How deep the brackets of a JSON text nest; told before parsing, because what walks the value recurses. One pass, also over
 * text that is no JSON.
 */
export function nestingOf(text) {
    let depth = 0;
    let deepest = 0;
    let isInString = false;
    for (let at = 0; at < text.length; at++) {
        const character = text[at];
        if (isInString) {
            if (character === '\\')
                at++;
            else if (character === '"')
                isInString = false;
        }
        else if (character === '"')
            isInString = true;
        else if (character === '[' || character === '{')
            deepest = Math.max(deepest, ++depth);
        else if (character === ']' || character === '}')
            depth--;
    }
    return deepest;
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function recordsOf(fields) {
    const entries = Object.entries(fields).filter((entry) => isRecord(entry[1]));
    return Object.fromEntries(entries);
}
/** True for a JSON object. */
export function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
//# sourceMappingURL=route-docs.js.map