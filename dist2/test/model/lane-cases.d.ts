import type { Explored } from './explorer.js';
import type { LanePlan } from './lane-world.js';
type Case = {
    readonly title: string;
    readonly plan: LanePlan;
};
export declare const kLaneCases: readonly Case[];
/** What came of it, for people. */
export declare function tellExplored({ stateCount, transitionCount, endCount, depthMax, }: Explored): string;
export {};
