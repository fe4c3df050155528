import type { History } from './history.js';
import type { SimSocket } from './sockets.js';
/** Every rule that the run broke, in words; none for a good run. */
export declare function judge(history: History, sockets: readonly SimSocket[], nowMs: number): string[];
