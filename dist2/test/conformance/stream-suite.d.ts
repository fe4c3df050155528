import { type Bench } from './bench.js';
export declare function streamSuite({ title, caller }: Bench): void;
