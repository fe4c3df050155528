// Header fields as HTTP knows them: a flat list of names in lower case and values, and one text on the wire.
//
//   text = *( name ":" value LF )       a value holds neither CR nor LF nor NUL
import { centerError } from '../base/errors.js';
import { kHeaderBytesMax } from '../base/limits.js';
const kNoHeaders = [];
// RFC 9110 §5.6.2 (token) and §5.5 (what a value may hold).
const kNameRule = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const kBadInValue = ['\r', '\n', '\0'];
/**
 * The text of a list; names become lower case.
 *
 * @throws CenterError ERR_BAD_ARGUMENT that names the field and the rule.
 */
export function headerText(list) {
    let text = '';
    for (let at = 0; at < list.length; at += 2)
        text += fieldText(list[at], list[at + 1] ?? '');
    return checked(text);
}
/** The text of fields by name; an array is a repeated field. @throws CenterError ERR_BAD_ARGUMENT. */
export function headerTextOf(fields) {
    let text = '';
    for (const [name, value] of Object.entries(fields)) {
        if (typeof value === 'string')
            text += fieldText(name, value);
        else
            for (const one of value)
                text += fieldText(name, one);
    }
    return checked(text);
}
/** The list of a text; what is no field in it is left out, and so is a field with CR or NUL, which would end it elsewhere. */
export function headerListOf(text) {
    if (text === '')
        return kNoHeaders;
    const list = [];
    const hasBad = text.includes('\r') || text.includes('\0');
    for (const line of text.split('\n')) {
        if (hasBad && kBadInValue.some((character) => line.includes(character)))
            continue;
        const colon = line.indexOf(':');
        if (colon > 0)
            list.push(line.slice(0, colon), line.slice(colon + 1));
    }
    return list;
}
/** First value of a field; `name` in lower case. */
export function headerOf(list, name) {
    for (let at = 0; at < list.length; at += 2)
        if (list[at] === name)
            return list[at + 1];
    return undefined;
}
/** Fields by name; a repeated one is joined with ', ', cookies with '; ' (RFC 9110 §5.3, RFC 6265 §5.4). */
export function headerRecordOf(list) {
    const record = emptyRecord();
    for (let at = 0; at < list.length; at += 2) {
        const name = list[at];
        const value = list[at + 1] ?? '';
        const known = record[name];
        record[name] =
            known === undefined ? value : `${known}${name === 'cookie' ? '; ' : ', '}${value}`;
    }
    return record;
}
/** Cookies by name; the first of a name counts. A value with broken percent-encoding stays as it is. */
export function cookiesOf(text) {
    const cookies = emptyRecord();
    for (const part of text.split(';')) {
        const equals = part.indexOf('=');
        const name = part.slice(0, Math.max(0, equals)).trim();
        if (name === '' || cookies[name] !== undefined)
            continue;
        const value = part
            .slice(equals + 1)
            .trim()
            .replace(/^"(.*)"$/, '$1');
        cookies[name] = decoded(value);
    }
    return cookies;
}
/** Without a prototype: `__proto__` is a name like any other. */
function emptyRecord() {
    return Object.create(null);
}
function decoded(text) {
    if (!text.includes('%'))
        return text;
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text; // the client's own spelling
    }
}
function checked(text) {
    const bytes = Buffer.byteLength(text);
    if (bytes <= kHeaderBytesMax)
        return text;
    const rule = `header fields have at most ${kHeaderBytesMax} bytes together`;
    throw centerError('ERR_BAD_ARGUMENT', { name: 'headers', value: `${bytes} bytes`, rule });
}
function fieldText(name, value) {
    if (!kNameRule.test(name)) {
        const rule = "a field name has letters, digits and !#$%&'*+-.^_`|~";
        throw centerError('ERR_BAD_ARGUMENT', { name: 'header', value: name.slice(0, 80), rule });
    }
    if (kBadInValue.some((character) => value.includes(character))) {
        const rule = 'a field value has no line break and no NUL';
        throw centerError('ERR_BAD_ARGUMENT', {
            name: `header ${name}`,
            value: value.slice(0, 80),
            rule,
        });
    }
    return `${name.toLowerCase()}:${value}\n`;
}
//# sourceMappingURL=header-list.js.map