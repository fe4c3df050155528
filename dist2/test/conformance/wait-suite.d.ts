import { type Bench } from './bench.js';
export declare function waitSuite({ title, caller }: Bench): void;
