import type { Bench } from './bench.js';
export declare function errorSuite({ title, caller }: Bench): void;
