// What the value of a setting may be, and how it is read: from text (flag, environment) or from a value (file, options).
import { isIP } from 'node:net';
const kTrueTexts = ['1', 'true', 'yes', 'on'];
const kFalseTexts = ['0', 'false', 'no', 'off', ''];
/** Reads a value as it stands in a flag or a variable. */
export function readText(kind, text) {
    switch (kind.type) {
        case 'whole':
            return readValue(kind, /^\d{1,15}$/.test(text) ? Number(text) : text);
        case 'switch': {
            const word = text.toLowerCase();
            if (kTrueTexts.includes(word))
                return { ok: true, value: true };
            if (kFalseTexts.includes(word))
                return { ok: true, value: false };
            return refused('on or off is wanted');
        }
        case 'list':
            return readValue(kind, text.trim() === '' ? [] : text.split(',').map((item) => item.trim()));
        case 'text':
        case 'choice':
            return readValue(kind, text);
    }
}
/** Reads a value as it stands in a file or in options. */
export function readValue(kind, value) {
    switch (kind.type) {
        case 'text':
            if (typeof value !== 'string')
                return refused('a text is wanted');
            return judged(value, kind.rule(value) ?? emptyRule(value));
        case 'whole':
            return isWhole(kind, value) ? { ok: true, value } : refused(wholeRule(kind));
        case 'choice':
            return typeof value === 'string' && kind.choices.includes(value)
                ? { ok: true, value }
                : refused(`one of ${kind.choices.join(', ')} is wanted`);
        case 'switch':
            return typeof value === 'boolean' ? { ok: true, value } : refused('true or false is wanted');
        case 'list':
            return readList(kind, value);
    }
}
function readList(kind, value) {
    const items = Array.isArray(value) ? value : null;
    if (items === null || !items.every(isText))
        return refused('a list of texts is wanted');
    for (const item of items) {
        const rule = kind.itemRule(item) ?? emptyRule(item);
        if (rule !== null)
            return refused(`for ${item || "''"}: ${rule}`);
    }
    return judged(items, kind.rule(items));
}
function isWhole({ min, max, isPowerOfTwo }, value) {
    if (typeof value !== 'number' || !Number.isInteger(value))
        return false;
    if (value < min || value > max)
        return false;
    return !isPowerOfTwo || Number.isInteger(Math.log2(value));
}
function wholeRule({ min, max, isPowerOfTwo }) {
    return `${isPowerOfTwo ? 'a power of two' : 'a whole number'} from ${min} to ${max} is wanted`;
}
function emptyRule(text) {
    return text.trim() === '' ? 'it must not be empty' : null;
}
function isText(value) {
    return typeof value === 'string';
}
function judged(value, rule) {
    return rule === null ? { ok: true, value } : refused(rule);
}
function refused(rule) {
    return { ok: false, rule };
}
// ---- rules of single texts
/** `https://example.org`, with a port where it is not the usual one; nothing behind it. */
export function brokenOriginRule(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
    return isOrigin ? null : 'an origin such as https://example.org is wanted';
}
/** An address or a block of addresses, `10.0.0.0/8`. */
export function brokenBlockRule(text) {
    const [address = '', prefix = '0', ...rest] = text.split('/');
    const version = isIP(address);
    const bitsMax = version === 4 ? 32 : 128;
    const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= bitsMax;
    if (version !== 0 && isPrefix && rest.length === 0)
        return null;
    return 'an address or a block such as 10.0.0.0/8 is wanted';
}
/** `/prefix=folder`. */
export function brokenMountRule(text) {
    return /^\/[^=?#\s]*=.+$/.test(text) ? null : '/prefix=folder is wanted';
}
//# sourceMappingURL=setting-kinds.js.map