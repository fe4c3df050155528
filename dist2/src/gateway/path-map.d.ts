import type { Offered } from './route-directory.js';
/** What the gateway does with a request. */
export type Place = 
/** Answers it itself. */
{
    readonly kind: 'health' | 'ready' | 'socket';
}
/** Asks the center for the path as it is. */
 | {
    readonly kind: 'native';
}
/** Asks the center for another path. */
 | {
    readonly kind: 'mapped';
    readonly route: string;
};
/** Rules of a compatible system: says which route a path means there. */
export type RuleSet = {
    readonly name: string;
    /** @returns "METHOD /path" with the query, or null when the path is not one of this set. */
    resolve(method: string, path: string, query: string): string | null;
};
/** Rule sets in their order: those of a prefix stand before patterns, the others after them. */
export type RuleSets = {
    readonly prefixed: readonly RuleSet[];
    readonly unprefixed: readonly RuleSet[];
};
/** Path of the gateway's own WebSocket. */
export declare const kSocketPath = "/_sys_/ws";
export declare class PathMap {
    #private;
    /** @param find how the directory knows "METHOD /path". */
    constructor(sets: RuleSets, find: (key: string) => Offered);
    /** @param path as on the wire; @param query without its question mark. */
    resolve(method: string, path: string, query: string): Place;
}
