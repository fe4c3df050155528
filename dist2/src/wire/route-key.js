// The grammar of routes.
//
//   route    = [METHOD " "] path            METHOD: capital letters; absent: every method
//   path     = "/" | 1*( "/" segment )
//   segment  = literal | ":" name | "*"     "*" only as the last one; it takes the rest, at least one character
//
// Precedence, segment by segment from the left: literal, then parameter, then wildcard. With equal paths a route that
// names the method wins over one that answers every method.
import { centerError } from '../base/errors.js';
import { kNameBytesMax, kPathBytesMax, kSegmentsMax } from '../base/limits.js';
const kMethodRule = /^[A-Z]+$/;
// Assigning to __proto__ makes no property, so that its value would be lost.
const kNameRule = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/;
// Space and control characters would make a route that no HTTP client can name.
const kBadCharacters = /[^\u0021-\u007e\u0080-\uffff]/;
/**
 * Reads a route as a station offers it.
 *
 * @throws CenterError ERR_BAD_ROUTE that names the route and the broken rule.
 */
export function parseRoute(route) {
    const space = route.indexOf(' ');
    const method = space < 0 ? '' : route.slice(0, space);
    const path = space < 0 ? route : route.slice(space + 1);
    const refuse = (rule) => centerError('ERR_BAD_ROUTE', { route, rule });
    if (space >= 0 && !kMethodRule.test(method))
        throw refuse('a method is capital letters');
    if (!path.startsWith('/'))
        throw refuse('a path starts with /');
    if (Buffer.byteLength(route) > kNameBytesMax) {
        throw refuse(`a route has at most ${kNameBytesMax} bytes`);
    }
    if (kBadCharacters.test(path))
        throw refuse('a path has no space and no control character');
    if (path.includes('?'))
        throw refuse('a query is no part of a route; read it from call.query');
    const segments = path === '/' ? [] : path.slice(1).split('/');
    if (segments.length > kSegmentsMax)
        throw refuse(`a path has at most ${kSegmentsMax} segments`);
    const paramNames = [];
    segments.forEach((segment, index) => {
        const isLast = index === segments.length - 1;
        if (segment === '*') {
            if (!isLast)
                throw refuse('* stands only at the end');
            paramNames.push('*');
        }
        else if (segment.startsWith(':')) {
            const name = segment.slice(1);
            if (!kNameRule.test(name))
                throw refuse(`parameter ${segment} is not : and a name of letters, digits and _`);
            if (paramNames.includes(name))
                throw refuse(`parameter ${segment} stands there twice`);
            paramNames.push(name);
        }
    });
    const isExact = paramNames.length === 0;
    return { method, path, segments, paramNames, isExact, needsPath: !isExact || method === '' };
}
/**
 * Reads a path as a caller names it: `GET /places/7?full=1`, or `/places/7`.
 *
 * @param hasBody a path without a method means POST with a body and GET without one, as with curl.
 * @throws CenterError ERR_BAD_ROUTE.
 */
export function parseCallPath(text, hasBody) {
    const space = text.indexOf(' ');
    const method = space < 0 ? (hasBody ? 'POST' : 'GET') : text.slice(0, space);
    const target = space < 0 ? text : text.slice(space + 1);
    const refuse = (rule) => centerError('ERR_BAD_ROUTE', { route: text, rule });
    if (space >= 0 && !kMethodRule.test(method))
        throw refuse('a method is capital letters');
    if (!target.startsWith('/'))
        throw refuse('a path starts with /');
    if (target.length > kPathBytesMax)
        throw refuse(`a path has at most ${kPathBytesMax} characters`);
    if (kBadCharacters.test(target))
        throw refuse('a path has no space and no control character');
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    return { method, key: `${method} ${path}`, query: mark < 0 ? '' : target.slice(mark + 1) };
}
/**
 * Puts values into a pattern: `/places/:id` and `{ id: 7 }` give `/places/7`.
 *
 * @throws CenterError ERR_BAD_ROUTE when a value is missing or empty.
 */
export function fillParams(route, params) {
    const space = route.indexOf(' ');
    const mark = route.indexOf('?');
    const path = route.slice(space + 1, mark < 0 ? undefined : mark);
    const filled = path.split('/').map((segment) => {
        const isWildcard = segment === '*';
        if (!isWildcard && !segment.startsWith(':'))
            return segment;
        const name = isWildcard ? '*' : segment.slice(1);
        const value = String(params[name] ?? '');
        if (value === '')
            throw centerError('ERR_BAD_ROUTE', { route, rule: `parameter ${segment} has no value` });
        return isWildcard
            ? value.split('/').map(encodeURIComponent).join('/')
            : encodeURIComponent(value);
    });
    return route.slice(0, space + 1) + filled.join('/') + (mark < 0 ? '' : route.slice(mark));
}
/**
 * Takes the parameters out of a path that is known to match.
 *
 * @param pathSegments the path split at '/', without the leading empty part.
 * @returns decoded values by name; a value with broken percent-encoding stays as it is.
 */
export function paramsOf(pattern, path) {
    const params = {};
    const parts = path.slice(1).split('/');
    pattern.segments.forEach((segment, index) => {
        if (segment === '*')
            params['*'] = decode(parts.slice(index).join('/'));
        else if (segment.startsWith(':'))
            params[segment.slice(1)] = decode(parts[index] ?? '');
    });
    return params;
}
function decode(text) {
    if (!text.includes('%'))
        return text;
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text; // a lone % is the caller's own spelling; the handler sees what was sent
    }
}
//# sourceMappingURL=route-key.js.map