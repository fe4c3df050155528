import type { Colors } from './colors.js';
import { type TopRow, type TopSummary } from './top-model.js';
import type { TopState } from './top-state.js';
/** What a frame shows. */
export type TopContent = {
    readonly rows: readonly TopRow[];
    readonly summary: TopSummary;
    /** Rows that the center left out. */
    readonly omitted: number;
    /** Time of day. */
    readonly time: string;
    readonly intervalMs: number;
    /** Why there is nothing newer; '' when all is well. */
    readonly failure: string;
};
/** Room of a frame. */
export type FrameSize = {
    readonly columns: number;
    readonly rows: number;
};
/**
 * @returns at most `size.rows` lines, none wider than `size.columns`; without the keys where there is no keyboard.
 */
export declare function topFrame(content: TopContent, state: TopState, size: FrameSize, colors: Colors, hasKeys: boolean): string[];
/** A rate: whole from 10 on, `0` for nothing at all. */
export declare function rateText(perSecond: number | undefined): string;
