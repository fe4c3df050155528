import { type Center } from '../../src/control/center.js';
import type { WorkerDoor } from '../../src/transport/connect.js';
import type { History } from './history.js';
import { SimProcess, type SimTime } from './time.js';
export declare const kSimPort = 7000;
export declare const kSimRingBytes = 65536;
/** The place where centers run, one after the other. */
export declare class SimCenterHost {
    #private;
    process: SimProcess | null;
    center: Center | null;
    constructor(time: SimTime, history: History);
    /** Starts a center; it is ready a little later. */
    start(): void;
    kill(): void;
    /** Runs something in the center's main thread; nothing while there is no center. */
    inCenter(work: (center: Center) => void): void;
    /** How stations that share memory with the center get their link; lanes go by it, too. */
    readonly door: WorkerDoor;
}
