import type { Plant } from './plant.js';
export type ScriptPlant = Plant & {
    /** The test file that must find it, from the root, compiled. */
    readonly suite: string;
    /** Stands in the title of a test of it that must fail. */
    readonly finder: string;
};
export declare const kScriptPlants: readonly ScriptPlant[];
