/** Figures of one run, or the medians of several. What does not apply is left out. */
export type Figures = Readonly<Record<string, number>>;
/** One line of output. */
export type Result = {
    readonly bench: string;
    readonly case: string;
    /** null: what the case needs is not installed. */
    readonly figures: Figures | null;
};
/** Figure by figure the median over runs. Only figures that every run has are kept. */
export declare function mediansOf(runs: readonly Figures[]): Figures;
/** The value below which `share` (0 … 1) of the values lie; NaN for none. Sorts the values in place. */
export declare function quantile(values: number[], share: number): number;
/** A result as one line of JSON. */
export declare function jsonOf({ bench, case: name, figures }: Result, origin: Origin): string;
/** What was measured with what. */
export type Origin = {
    readonly node: string;
    readonly commit: string;
};
/** Results as a table for people. */
export declare function tableOf(results: readonly Result[]): string;
