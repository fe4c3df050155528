/** Least bytes of a marked body. */
export declare const kMarkedBytesMin: number;
/** @param bytes of the whole, {@link kMarkedBytesMin} or more. */
export declare function markedBody(caller: string, number: number, bytes: number): Uint8Array;
/** True for a body that claims to be marked. */
export declare function isMarked(body: unknown): body is Uint8Array;
/** What is wrong with a marked body of this caller; null when it is whole and its own. */
export declare function faultOf(body: Uint8Array, caller: string): string | null;
