import { type ErrorBody } from '../base/errors.js';
import type { PooledCall } from './pool.js';
/** What a thread of the pool is asked. */
export type PoolTask = {
    readonly module: string;
    readonly call: PooledCall;
};
/** What it answers. */
export type PoolOutcome = {
    readonly value: unknown;
} | {
    readonly error: ErrorBody;
};
/** Answers one call with the module's default export. */
export declare function answer({ module, call }: PoolTask): Promise<PoolOutcome>;
