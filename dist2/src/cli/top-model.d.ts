import type { FiguresReport } from '../control/stats.js';
/** One line of the table. */
export type TopRow = {
    readonly name: string;
    readonly state: string;
    /** undefined until there was a look before. */
    readonly callsPerSecond: number | undefined;
    readonly errorsPerSecond: number | undefined;
    /** undefined where no call ended meanwhile. */
    readonly p50Us: number | undefined;
    readonly p99Us: number | undefined;
    readonly inFlight: number;
    /** 0 … 1. */
    readonly ringShare: number;
    /** Since the beginning. */
    readonly calls: number;
};
/** What holds for the center as a whole. */
export type TopSummary = {
    readonly links: number;
    readonly callsPerSecond: number | undefined;
    readonly refusedPerSecond: number | undefined;
    readonly deadlinesPerSecond: number | undefined;
    readonly messagesPerSecond: number | undefined;
    /** Of all rows. */
    readonly p50Us: number | undefined;
    readonly p99Us: number | undefined;
    readonly inFlight: number;
};
export declare const kSortKeys: readonly ['calls', 'errors', 'p50', 'p99', 'flight', 'ring', 'name'];
export type SortKey = (typeof kSortKeys)[number];
/** The rows, in the order in which the center gave them. @param before an earlier look, of the same view. */
export declare function topRows(before: FiguresReport | null, now: FiguresReport): TopRow[];
/** The line above the table. */
export declare function topSummary(before: FiguresReport | null, now: FiguresReport): TopSummary;
/**
 * Rows by a column: the most first, names from A. Rows that are alike stay in the order of their names, the center's own
 * routes behind the others: a quiet center would show little else.
 */
export declare function sortRows(rows: readonly TopRow[], key: SortKey): TopRow[];
