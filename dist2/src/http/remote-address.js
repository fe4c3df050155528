// Addresses of peers as people write them, the same from both engines.
import ipaddr from 'ipaddr.js';
/** Words before the last four bytes of an IPv4 address in IPv6 clothes. */
const kMappedPrefix = '::ffff:';
/** @returns an address as Node gives it, with IPv4 in IPv6 clothes undressed; '' where it is not known any more. */
export function plainAddress(address) {
    if (address === undefined)
        return '';
    const isMapped = address.startsWith(kMappedPrefix) && address.includes('.');
    return isMapped ? address.slice(kMappedPrefix.length) : address;
}
/** @returns the text of an address of 4 or 16 bytes; '' for none. */
export function addressOfBytes(bytes) {
    if (bytes.byteLength === 4)
        return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
    if (bytes.byteLength !== 16)
        return '';
    return ipaddr.process(ipaddr.fromByteArray([...bytes]).toString()).toString();
}
//# sourceMappingURL=remote-address.js.map