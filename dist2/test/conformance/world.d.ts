import { type Center, type CenterOptions, type Client } from '../../src/index.js';
import { type StationKeys, type StationPlan } from './stations/plan.js';
/** Where a station lives, or how it or a caller reaches the center. */
export type Placement = 'attached' | 'worker' | 'shm' | 'pipe' | 'tcp' | 'tls';
/** How a caller reaches the center; a worker's own calls are shown by its nested ones. */
export type CallerKind = Exclude<Placement, 'worker'> | 'lane';
export type TestCaller = Pick<Client, 'call' | 'callThen' | 'request' | 'fetch' | 'send' | 'publish' | 'carrier' | 'isJoined'> & {
    readonly name: string;
};
export type RunningStation = {
    /** Ends it in mid-work. A station that shares the center's thread cannot die alone. */
    kill(): Promise<void>;
};
export declare class World {
    #private;
    readonly center: Center;
    /** Made by {@link openWorld}. */
    constructor(center: Center, folder: string, scheme: string, keys: StationKeys);
    addressOf(carrier: Exclude<Placement, 'attached' | 'worker'>): string;
    connect(kind: CallerKind): Promise<TestCaller>;
    start(placement: Placement, wanted: Partial<StationPlan> & {
        name: string;
    }): Promise<RunningStation>;
    close(): Promise<void>;
}
/** Opens a center; `tls` decides what its station address speaks. */
export declare function openWorld(isTls: boolean, options?: CenterOptions): Promise<World>;
