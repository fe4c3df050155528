import type { Soak } from './options.js';
export declare const soakMixed: Soak;
