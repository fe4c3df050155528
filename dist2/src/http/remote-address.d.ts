/** @returns an address as Node gives it, with IPv4 in IPv6 clothes undressed; '' where it is not known any more. */
export declare function plainAddress(address: string | undefined): string;
/** @returns the text of an address of 4 or 16 bytes; '' for none. */
export declare function addressOfBytes(bytes: Uint8Array): string;
