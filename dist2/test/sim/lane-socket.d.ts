import type { ReaderLoop } from '../../src/ring/reader-loop.js';
import type { LinkEnd } from '../../src/transport/link.js';
import { type MemoryLinkPlan } from '../../src/transport/memory-link.js';
import type { SimProcess, SimTime } from './time.js';
export declare class LaneSocket {
    #private;
    constructor(time: SimTime, center: SimProcess, station: SimProcess);
    openCenter(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd;
    openPeer(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd;
}
