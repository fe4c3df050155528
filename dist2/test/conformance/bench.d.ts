import { type CallerKind, type Placement, type TestCaller, type World } from './world.js';
export type Bench = {
    /** Begins the title of every test. */
    readonly title: string;
    readonly placement: Placement;
    readonly kind: CallerKind;
    /** There from the first test on. */
    world(): World;
    caller(): TestCaller;
};
/** A word that no other test uses. */
export declare function freshKey(): string;
/** Opens a world with the station `suite` before the tests of a file, and makes a bench for each way to call it. */
export declare function benches(placement: Placement, kinds: readonly CallerKind[]): Bench[];
