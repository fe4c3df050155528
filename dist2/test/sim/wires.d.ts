import type { SimNetwork } from './sockets.js';
import { type SimTime } from './time.js';
/** @returns puts back what was there. */
export declare function installWires(time: SimTime, network: SimNetwork): () => void;
