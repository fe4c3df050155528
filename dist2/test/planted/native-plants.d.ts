import type { Plant } from './plant.js';
export type NativePlant = Plant & {
    /** A target of native/CMakeLists.txt: a test or a model. */
    readonly suite: string;
    /** Stands in a line of it that says what failed. */
    readonly finder: string;
};
export declare const kNativePlants: readonly NativePlant[];
