import type { Bench } from './bench.js';
export declare function bodySuite({ title, caller }: Bench): void;
