// Makes what a tap shows fit for other eyes: the values of fields whose names speak of secrets become ***. Works on JSON
// text, because the text of a long body is cut off and no JSON any more.
/** Parts of names whose values are not shown; compared without case, dashes and underscores. */
const kSecretNames = [
    'password',
    'passwd',
    'passphrase',
    'pwd',
    'secret',
    'token',
    'authorization',
    'cookie',
    'apikey',
    'privatekey',
    'accesskey',
    'credential',
    'session',
    'signature',
    'otp',
];
export const kRedacted = '***';
/** @param more further parts of names. @returns whether the value of a field is a secret. */
export function secretNames(more) {
    const parts = [...kSecretNames, ...more.map(plain).filter((part) => part !== '')];
    return (name) => {
        const text = plain(name);
        return parts.some((part) => text.includes(part));
    };
}
function plain(name) {
    return name.toLowerCase().replaceAll(/[-_\s.]/g, '');
}
const kStringRule = /"(?:[^"\\]|\\.)*"?/sy;
const kColonRule = /\s*:\s*/y;
/** A number, true, false, null, or whatever else stands up to the next mark. */
const kScalarRule = /[^\s,}\]"[{]+/y;
/**
 * Replaces secrets in JSON text.
 *
 * @param text JSON, or the beginning of some: a secret that is cut off is replaced as well.
 */
export function redactJson(text, isSecret) {
    let out = '';
    let at = 0;
    while (at < text.length) {
        if (text[at] !== '"') {
            out += text[at];
            at++;
            continue;
        }
        const token = matchAt(kStringRule, text, at);
        at += token.length;
        out += token;
        const colon = matchAt(kColonRule, text, at);
        if (colon === '' || !isSecret(nameOf(token)))
            continue;
        at += colon.length;
        out += colon;
        if (at >= text.length)
            break;
        out += `"${kRedacted}"`;
        at = endOfValue(text, at);
    }
    return out;
}
/** Where the value that begins at `at` ends: behind it, or at the end of the text. */
function endOfValue(text, start) {
    let at = start;
    let depth = 0;
    do {
        const character = text[at];
        if (character === '"')
            at += matchAt(kStringRule, text, at).length;
        else if (character === '{' || character === '[') {
            depth++;
            at++;
        }
        else if (character === '}' || character === ']') {
            if (depth === 0)
                return at;
            depth--;
            at++;
        }
        else
            at += Math.max(1, matchAt(kScalarRule, text, at).length);
    } while (depth > 0 && at < text.length);
    return Math.min(at, text.length);
}
function nameOf(token) {
    try {
        const name = JSON.parse(token);
        return String(name);
    }
    catch {
        return token; // broken escapes: the name as it stands
    }
}
function matchAt(rule, text, at) {
    rule.lastIndex = at;
    return rule.exec(text)?.[0] ?? '';
}
//# sourceMappingURL=redact.js.map