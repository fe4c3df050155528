import type { Plant } from './plant.js';
export type FuzzPlant = Plant & {
    /** A target of test/fuzz/targets. */
    readonly target: string;
};
export declare const kFuzzPlants: readonly FuzzPlant[];
