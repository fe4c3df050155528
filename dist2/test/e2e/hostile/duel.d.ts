import { type Deed } from './deeds.js';
export type DuelPlan = {
    readonly seed: number;
    /** Milliseconds of one slice. */
    readonly sliceMs: number;
    /** Pairs of slices for each deed. */
    readonly rounds: number;
    readonly onRound?: (round: number, report: DuelReport) => void;
};
export type DeedRates = {
    /** Calls a second of the good pair, slice by slice, and beside harmless burning behind each. */
    readonly hostile: number[];
    readonly harmless: number[];
    deeds: number;
    cpuMs: number;
    /** Of the center, at most. */
    mostMiB: number;
};
export type DuelReport = {
    readonly rates: Map<Deed, DeedRates>;
    readonly faults: string[];
    /** MiB of the center when the good pair alone was there, and at most. */
    baseMiB: number;
    mostMiB: number;
};
/** Runs to the end. */
export declare function duel(plan: DuelPlan): Promise<DuelReport>;
/** Share of the harmless rate that is left, in the median of all pairs of slices. */
export declare function shareOf(report: DuelReport, deed: Deed): number;
