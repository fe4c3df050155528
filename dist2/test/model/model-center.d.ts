import { type StationRecord } from '../../src/control/registry.js';
import type { FromData, ToData } from '../../src/data/messages.js';
import type { RingReader } from '../../src/ring/ring-reader.js';
import type { LaneSide } from '../../src/wire/control.js';
import { FakeProcess } from '../support/fake-kernel.js';
import type { ManualClock } from '../support/manual-clock.js';
/** `open`: the way is free, and the caller gets a lane if it may. `end grace`: who still calls by it is refused. */
export type Deed = 'open' | 'limit' | 'pause' | 'rest' | 'end grace';
/** The link of an end, as the worker has it. */
export type ModelLink = {
    readonly side: LaneSide;
    readonly record: StationRecord;
    readonly fromPeer: RingReader;
    isOpen: boolean;
    readonly end: {
        passLane(bytes: Uint8Array, descriptors: readonly number[]): boolean;
    };
};
export declare const kModelRingBytes = 4096;
export declare const kModelRoute = "POST /echo";
export declare class ModelCenter {
    #private;
    readonly process: FakeProcess;
    readonly toData: ToData[];
    readonly toControl: FromData[];
    readonly records: Readonly<Record<LaneSide, StationRecord>>;
    /**
     * @param find the link with a number, while it is open.
     * @param onFault a rule is broken.
     */
    constructor(clock: ManualClock, isIdempotent: boolean, find: (index: number) => ModelLink | undefined, isAlive: (side: LaneSide) => boolean, onFault: (what: string) => void);
    do(deed: Deed): void;
    takeNews(): void;
    takeOrder(): void;
    readLink(link: ModelLink): void;
    /** A process is dead. What it had said before still counts. */
    loseLink(link: ModelLink): void;
    /** @param servedCount calls for which a handler ran. @returns what is wrong when nothing happens any more. */
    judge(servedCount: number): string[];
}
