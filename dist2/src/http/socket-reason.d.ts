/** @returns the reason, or as many of its first characters as fit into 123 bytes. */
export declare function cutReason(reason: string): string;
