export type KillPlan = {
    readonly random: () => number;
    readonly kills: number;
    readonly stops: number;
    /** Ends early, when so many milliseconds are over. */
    readonly untilMs?: number;
    readonly onProgress?: (report: KillReport) => void;
};
export type KillReport = {
    kills: number;
    stops: number;
    /** By who was killed or stopped. */
    readonly deeds: Record<string, number>;
    answers: number;
    readonly refusals: Record<string, number>;
    /** What must not be. */
    readonly faults: string[];
    slowestMs: number;
    /** Milliseconds from a station's death to the end of its route. */
    readonly deathsMs: number[];
    /** From a new center's first word to the answer of every station. */
    readonly restartsMs: number[];
    /** From SIGCONT to the next answer. */
    readonly resumesMs: number[];
};
export declare class KillRun {
    #private;
    readonly report: KillReport;
    constructor(plan: KillPlan);
    /** Runs to the end, and judges what is left behind. */
    run(): Promise<KillReport>;
}
/** `p50 / p99 / max` in whole milliseconds with one digit behind. */
export declare function figuresOf(values: readonly number[]): string;
