import { type ExecutionContext } from 'ava';
import { type Client } from '../../../src/index.js';
import { type CenterProcess, type StationProcess, World } from '../world.js';
export declare class GoodPair {
    #private;
    readonly world: World;
    readonly center: CenterProcess;
    readonly station: StationProcess;
    readonly client: Client;
    private constructor();
    /** @param flags of the center. */
    static start(...flags: string[]): Promise<GoodPair>;
    /** Fails unless the good two work as if nobody else was there, and have not lost their links meanwhile. */
    isUndisturbed(t: ExecutionContext, when: string): Promise<void>;
    close(): Promise<void>;
}
/**
 * Keeps a good pair for the tests of a file, which run one after the other. One deed that went too far must not spoil the
 * tests behind it: after a failure there is a new pair.
 */
export declare function keepGoodPair(): {
    readonly pair: GoodPair;
};
