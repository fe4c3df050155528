/** The folder that holds package.json; this runs from dist/test/planted. */
export declare const kRoot: string;
/** Names the plant that a process runs with. */
export declare const kPlantVariable = "SIGNALBOX_PLANT";
export type Plant = {
    /** Lower case with dashes. */
    readonly name: string;
    /** What is wrong with it, in one sentence. */
    readonly wrong: string;
    /** From the root: `native/core/spsc_ring.cc`, or what is compiled, `dist/src/data/pending-calls.js`. */
    readonly file: string;
    /** Stands exactly once in the file; of compiled files it is the compiler's text: without types, with semicolons. */
    readonly find: string;
    readonly replace: string;
};
/**
 * Makes a text wrong.
 *
 * @throws Error when the place is not there exactly once: then the plant is out of date, and a suite that fails would
 * prove nothing.
 */
export declare function planted(plant: Plant, text: string): string;
/** The file of a plant, made wrong. */
export declare function plantedFile(plant: Plant): string;
