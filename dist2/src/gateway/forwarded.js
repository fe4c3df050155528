// Who the client is, when proxies stand between: their fields are believed only where the configuration names them.
import ipaddr from 'ipaddr.js';
import { centerError } from '../base/errors.js';
/** Peers whose answer is remembered; clients have many addresses, proxies few. */
const kKnownCountMax = 1_024;
/** Hops of a chain that are looked at. A longer one is a loop or an attack; its oldest part counts for nothing. */
const kHopsMax = 32;
/** Addresses of proxies that are believed. */
export class TrustedProxies {
    #blocks;
    #known = new Map();
    /** @param blocks addresses and CIDR blocks. @throws CenterError ERR_BAD_ARGUMENT that names the bad one. */
    constructor(blocks) {
        this.#blocks = blocks.map(readBlock);
    }
    /** True for a proxy that is believed; false for text that is no address. */
    isTrusted(address) {
        if (this.#blocks.length === 0)
            return false;
        const known = this.#known.get(address);
        if (known !== undefined)
            return known;
        if (this.#known.size >= kKnownCountMax)
            this.#known.clear();
        const isTrusted = this.#isInBlock(address);
        this.#known.set(address, isTrusted);
        return isTrusted;
    }
    #isInBlock(address) {
        if (!ipaddr.isValid(address))
            return false;
        const parsed = ipaddr.process(address);
        return this.#blocks.some(([block, bits]) => block.kind() === parsed.kind() && parsed.match(block, bits));
    }
}
/**
 * Finds where a request came from.
 *
 * X-Forwarded-For and its like go before Forwarded; they are looked at only when the peer is believed, and from the right:
 * what stands left of the first address that is not believed may be anybody's invention.
 */
export function originOf(proxies, peer, isTls, host, fields) {
    const own = { client: peer, chain: peer, proto: isTls ? 'https' : 'http', host };
    if (!proxies.isTrusted(peer))
        return own;
    const isOld = fields.for !== '' || fields.forwarded === '';
    const hops = isOld
        ? addressesOf(fields.for)
        : elementsOf(fields.forwarded, 'for').map(bareAddress);
    const chain = [peer];
    let client = peer;
    for (const hop of hops.reverse().slice(0, kHopsMax)) {
        if (!ipaddr.isValid(hop))
            break;
        client = ipaddr.process(hop).toString();
        chain.unshift(client);
        if (!proxies.isTrusted(client))
            break;
    }
    const proto = isOld ? lastOf(fields.proto) : elementsOf(fields.forwarded, 'proto').at(-1);
    const named = isOld ? lastOf(fields.host) : elementsOf(fields.forwarded, 'host').at(-1);
    return {
        client,
        chain: chain.join(', '),
        proto: proto === 'https' || proto === 'http' ? proto : own.proto,
        host: named === undefined || named === '' ? host : named,
    };
}
function readBlock(text) {
    const refuse = () => {
        const rule = 'an IP address or a CIDR block is wanted, as 10.0.0.0/8';
        return centerError('ERR_BAD_ARGUMENT', { name: 'http.trustProxy', value: text, rule });
    };
    const slash = text.indexOf('/');
    const address = slash < 0 ? text : text.slice(0, slash);
    if (!ipaddr.isValid(address) || (address.includes('.') && !isFourParts(address)))
        throw refuse();
    const parsed = ipaddr.parse(address);
    const most = parsed.kind() === 'ipv4' ? 32 : 128;
    const bits = slash < 0 ? most : Number(text.slice(slash + 1));
    if (slash >= 0 && !/^\d{1,3}$/.test(text.slice(slash + 1)))
        throw refuse();
    if (bits > most)
        throw refuse();
    return [parsed, bits];
}
// The library takes 127.1 and 0x7f.1 for addresses; a person who writes such a thing means something else.
function isFourParts(address) {
    return /(^|:)\d{1,3}(\.\d{1,3}){3}$/.test(address);
}
function addressesOf(list) {
    return list === '' ? [] : list.split(',').map((one) => bareAddress(one.trim()));
}
/** `[2001:db8::1]:4711` and `192.0.2.1:4711` without port and brackets. */
function bareAddress(text) {
    const inBrackets = /^\[([^\]]+)\](:\d+)?$/.exec(text);
    if (inBrackets !== null)
        return inBrackets[1] ?? '';
    return /^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(':')) : text;
}
/** Values of one parameter in a Forwarded field, one for each element that names it. */
function elementsOf(field, name) {
    const values = [];
    for (const element of field.split(',')) {
        for (const pair of element.split(';')) {
            const equals = pair.indexOf('=');
            if (pair.slice(0, Math.max(0, equals)).trim().toLowerCase() !== name)
                continue;
            values.push(pair
                .slice(equals + 1)
                .trim()
                .replace(/^"(.*)"$/, '$1'));
        }
    }
    return values;
}
/** What the nearest proxy said. */
function lastOf(list) {
    return list
        .slice(list.lastIndexOf(',') + 1)
        .trim()
        .toLowerCase();
}
//# sourceMappingURL=forwarded.js.map