import { type FiguresView } from '../control/stats.js';
import { type SortKey } from './top-model.js';
export type TopState = {
    readonly view: FiguresView;
    readonly sort: SortKey;
    readonly filter: string;
    /** True while the filter is being typed. */
    readonly isTyping: boolean;
    readonly isPaused: boolean;
    /** Rows that are scrolled away. */
    readonly offset: number;
};
/**
 * Splits what a terminal sent into keys: several may come at once, and an arrow is several characters.
 *
 * @param text as read from stdin in raw mode.
 */
export declare function keysOf(text: string): string[];
/** @returns the state after a key, or null to quit. */
export declare function stateAfter(state: TopState, key: string): TopState | null;
