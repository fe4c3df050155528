// The center's own paths steer it. Whoever is on this machine may use them, as over the pipe; others log in, which the
// center checks (services/login.ts). Pages of other origins that somebody's browser may have open may not.
import { centerError } from '../base/errors.js';
import { isLoopback } from '../transport/address.js';
import { kLocalMark } from '../wire/local-mark.js';
import { isReservedPath } from '../wire/reserved-paths.js';
const kSafeMethods = ['GET', 'HEAD', 'OPTIONS'];
const kLocalField = `${kLocalMark}:1\n`;
/** @returns the refusal of a call to one of the center's own paths, or null when it may pass. */
export function refusalOfOwnPath(method, path, isForeignPage) {
    if (!isForeignPage || !isReservedPath(path) || kSafeMethods.includes(method))
        return null;
    const values = { what: `${method} ${path}`, rule: 'the page is of another origin' };
    return centerError('ERR_FORBIDDEN', values);
}
/**
 * The field that tells the center's own routes that a request is of this machine; '' for any other.
 *
 * What a believed proxy sends, or what says that it was forwarded, is not: a proxy on this machine speaks for strangers. Nor is what names a host that is
 * not this machine's: a page may have made its own name lead here (DNS rebinding).
 */
export function localField(path, { client, forwarded, host, isProxied }) {
    const isLocal = isReservedPath(path) &&
        !isProxied &&
        forwarded === null &&
        isLoopback(client) &&
        isLoopback(nameOf(host));
    return isLocal ? kLocalField : '';
}
function nameOf(host) {
    return host
        .replace(/:\d*$/, '')
        .replace(/^\[|\]$/g, '')
        .toLowerCase();
}
/** True for a request that a page of another origin makes, unless the configuration lists that origin. */
export function isFromForeignPage(request, host, cors) {
    const origin = request.header('origin');
    if (origin === undefined || (cors.isListed && cors.allows(origin)))
        return false;
    return origin !== `http://${host}` && origin !== `https://${host}`;
}
//# sourceMappingURL=own-paths.js.map