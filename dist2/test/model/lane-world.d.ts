import type { LaneSide } from '../../src/wire/control.js';
import type { Step, World } from './explorer.js';
import { type Deed } from './model-center.js';
export type Mortal = LaneSide | 'center';
export type LanePlan = {
    readonly callCount: number;
    readonly isIdempotent: boolean;
    /** What control does behind the opening of a lane, one after the other, at any time. */
    readonly script: readonly Deed[];
    /** Who dies, at any place of a run; null: nobody. */
    readonly dying: Mortal | null;
};
export declare class LaneWorld implements World {
    #private;
    readonly faults: string[];
    constructor(plan: LanePlan);
    steps(): readonly Step[];
    isAtRest(): boolean;
    sum(): string;
    /** The promises of the last step are settled: others see what it wrote. */
    settle(): void;
    judgeEnd(): readonly string[];
}
