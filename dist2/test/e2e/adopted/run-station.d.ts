import type { ExecutionContext } from 'ava';
import type { Center } from '../../../src/index.js';
export type Running = {
    readonly center: Center;
    readonly origin: string;
};
/** Without the addon there is no shared memory: then the pipe carries. */
export declare const kCarrier: string;
/** Starts a program that joins the address in its first argument; the test's end ends it. */
export declare function runStation(t: ExecutionContext, program: string, ...args: readonly string[]): Promise<Running>;
