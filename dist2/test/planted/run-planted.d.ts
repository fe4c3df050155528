import { type Plant } from './plant.js';
import type { ScriptPlant } from './script-plants.js';
export type Run = {
    readonly code: number;
    readonly output: string;
};
/** Runs a program to its end, or to {@link kRunMsMax}; stdout and stderr together. */
export declare function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run>;
/** Runs the suite of a plant with AVA, as `npm test` does, up to the first failure. */
export declare function runPlantedSuite(plant: ScriptPlant): Promise<Run>;
/** Runs Node with a plant. Every process and worker thread that it starts has the plant, too. */
export declare function runPlantedProgram(plant: Plant, args: readonly string[]): Promise<Run>;
/** Titles of the tests that failed, of AVA's TAP. */
export declare function failedTitles(output: string): readonly string[];
