export type Outcome = {
    readonly seed: number;
    /** What was broken, in words. */
    readonly faults: readonly string[];
    readonly calls: number;
    readonly answered: number;
    /** Calls by lanes that the last center counted. */
    readonly byLane: number;
    readonly events: number;
    readonly simulatedMs: number;
    readonly injected: Readonly<Record<string, number>>;
    /** What happened when, for people. */
    readonly story: readonly string[];
};
/** Runs a seed. The same seed gives the same run, event by event. */
export declare function simulate(seed: number): Promise<Outcome>;
