import type { Bench } from './bench.js';
export declare function pathSuite({ title, caller }: Bench): void;
