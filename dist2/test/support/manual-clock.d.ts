import type { Clock } from '../../src/base/clock.js';
export declare class ManualClock implements Clock {
    #private;
    nowMs(): number;
    advance(ms: number): void;
}
