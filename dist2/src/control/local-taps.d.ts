import type { Clock } from '../base/clock.js';
import type { LinkKey } from '../data/messages.js';
import { type Tap, type TappedCall } from '../data/tap.js';
import type { LocalTap } from '../station/local-caller.js';
type Failure = {
    readonly code: string;
    readonly status: number;
};
export declare class LocalTaps {
    #private;
    constructor(clock: Clock, tell: (call: TappedCall) => void);
    /** A call of a tapped route begins. @returns null when no tap shows it. */
    begin(taps: readonly Tap[], caller: string, station: LinkKey, path: string, body: unknown): LocalTap | null;
    /** A call of a tapped route that no station got. */
    refused(taps: readonly Tap[], caller: string, path: string, error: Failure): void;
}
export {};
