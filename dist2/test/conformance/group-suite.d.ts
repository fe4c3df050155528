import { type Bench } from './bench.js';
export declare function groupSuite(bench: Bench): void;
