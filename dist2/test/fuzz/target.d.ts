import { type ErrorCode } from '../../src/base/errors.js';
export type FuzzTarget = {
    readonly fuzz: (data: Buffer) => void | Promise<void>;
    /** Words that inputs of this target are made of; the runner puts them in. */
    readonly words?: readonly string[];
};
/**
 * Runs a parser on bytes that it may refuse.
 *
 * @param codes of the refusals that it promises; any other error is thrown on.
 * @returns what it gave, or undefined where it refused.
 */
export declare function accepted<Value>(parse: () => Value, ...codes: ErrorCode[]): Value | undefined;
