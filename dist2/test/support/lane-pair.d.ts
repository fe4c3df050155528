import type { LaneEnd } from '../../src/transport/lane-end.js';
import type { LaneOpen, LaneSide } from '../../src/wire/control.js';
export type LaneHalf = LaneEnd & {
    isClosed(): boolean;
    setVerdict(verdict: number): void;
};
/** The two ends. */
export declare function lanePair(): Record<LaneSide, LaneHalf>;
/** What a center says with an end. */
export declare function laneOpen(more?: Partial<LaneOpen>): LaneOpen;
