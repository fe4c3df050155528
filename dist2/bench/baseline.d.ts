import type { Origin, Result } from './figures.js';
/** Figures that are compared, and which way is better. */
declare const kCompared: {
    readonly perSecond: 1;
    readonly cpuUsPerCall: -1;
};
type Compared = keyof typeof kCompared;
/** A change below this share is the scatter of two runs on a machine that does other things, too. */
export declare const kScatterShare = 0.2;
export type Ratios = {
    /** The case that this one was divided by. */
    readonly against: string;
    readonly ratios: Readonly<Partial<Record<Compared, number>>>;
};
export type Baseline = Origin & {
    readonly cases: Readonly<Record<string, Ratios>>;
};
/** How one figure of one case stands to the baseline. */
export type Comparison = {
    readonly name: string;
    readonly figure: string;
    readonly before: number;
    readonly now: number;
    /** `worse` and `better` are beyond {@link kScatterShare}. */
    readonly outcome: 'worse' | 'better' | 'equal';
};
/**
 * Divides every case of a bench by one of them.
 *
 * @param reference name of the case to divide by; the first of that name where there are several.
 * @returns the ratios by name and settings; none where the reference is absent.
 */
export declare function ratiosOf(results: readonly Result[], reference: string): Record<string, Ratios>;
/** Cases that are in both, figure by figure. */
export declare function compare(before: Readonly<Record<string, Ratios>>, now: Readonly<Record<string, Ratios>>): Comparison[];
/** The comparison for people: worse ones last, where the eye is. */
export declare function comparisonText(comparisons: readonly Comparison[], of: Origin): string;
/** @throws Error when there is no such file, or something else in it. */
export declare function readBaseline(path: string): Baseline;
/** Cases that were not measured now keep what the file says of them. */
export declare function writeBaseline(path: string, origin: Origin, cases: Record<string, Ratios>): void;
export {};
