import { type Bench } from '../bench.js';
export declare function gatewayBench(): Bench;
