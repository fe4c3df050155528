export type Step = {
    readonly name: string;
    readonly run: () => void;
};
/** A world that is made anew for each way through it. */
export type World = {
    /** What may happen now; the order is the same for the same state. */
    steps(): readonly Step[];
    /** The last step is over, and the promises that follow from it are settled. */
    settle(): void;
    /** See above. */
    sum(): string;
    /** True when nothing happens any more by itself; {@link judgeEnd} is called then. */
    isAtRest(): boolean;
    /** Rules that were broken on the way here, in words. */
    readonly faults: readonly string[];
    /** @returns rules that a world at rest breaks. */
    judgeEnd(): readonly string[];
};
export type Explored = {
    stateCount: number;
    transitionCount: number;
    /** Worlds at rest that were judged. */
    endCount: number;
    depthMax: number;
    /** Empty when every rule held; else what was broken, and the steps that led there. */
    failure: string;
};
/** @param make lays the world out; its timers never fire. */
export declare function explore(make: () => World): Promise<Explored>;
