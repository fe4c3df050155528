import type { HttpLimits } from './http-server.js';
/** Every bound with its default; see docs/HTTP.md. */
export declare const kHttpLimitsDefault: Required<HttpLimits>;
/** @returns milliseconds between two looks at time limits: a quarter of the shortest, from 10 to 1,000. */
export declare function sweepMsOf(limits: Required<HttpLimits>): number;
