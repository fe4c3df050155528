/** Addresses of proxies that are believed. */
export declare class TrustedProxies {
    #private;
    /** @param blocks addresses and CIDR blocks. @throws CenterError ERR_BAD_ARGUMENT that names the bad one. */
    constructor(blocks: readonly string[]);
    /** True for a proxy that is believed; false for text that is no address. */
    isTrusted(address: string): boolean;
}
/** What a request's fields say about the proxies that it passed; each as it came. */
export type ForwardedFields = {
    /** X-Forwarded-For, repeated ones joined. */
    readonly for: string;
    readonly proto: string;
    readonly host: string;
    /** Forwarded (RFC 7239), repeated ones joined. */
    readonly forwarded: string;
};
/** Where a request came from, as the handler is told. */
export type Origin = {
    /** Address of the client: the nearest one that is no believed proxy. */
    readonly client: string;
    /** X-Forwarded-For: the client, and the proxies behind it. */
    readonly chain: string;
    readonly proto: 'http' | 'https';
    readonly host: string;
};
/**
 * Finds where a request came from.
 *
 * X-Forwarded-For and its like go before Forwarded; they are looked at only when the peer is believed, and from the right:
 * what stands left of the first address that is not believed may be anybody's invention.
 */
export declare function originOf(proxies: TrustedProxies, peer: string, isTls: boolean, host: string, fields: ForwardedFields): Origin;
