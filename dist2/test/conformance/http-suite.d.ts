import { type Bench } from './bench.js';
export declare function httpSuite(bench: Bench): void;
