import { type Bench } from './bench.js';
export declare function policySuite(bench: Bench): void;
