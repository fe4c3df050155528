import { CenterError } from '../../src/index.js';
/** The CenterError that a promise rejects with. Any other outcome fails the test. */
export declare function refusalOf(promise: Promise<unknown>): Promise<CenterError>;
/** The CenterError that a function throws. Any other outcome fails the test. */
export declare function refusalBy(run: () => unknown): CenterError;
