import { type Bench } from './bench.js';
export declare function topicSuite(bench: Bench): void;
