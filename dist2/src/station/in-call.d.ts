import type { Call, CallParts, CallSource, NestedCall } from './call.js';
import type { FlowReceiver, FlowSender } from './flow.js';
import type { Offer } from './offers.js';
/** A call that this station works on. */
export declare class InCall implements CallSource {
    #private;
    readonly slot: number;
    readonly generation: number;
    readonly offer: Offer;
    readonly isOneWay: boolean;
    readonly startMs: number;
    readonly deadlineMs: number;
    /** Parts of the request that may still come without a further grant. */
    credit: number;
    /** Its end was counted; of calls that come by a lane. */
    isCounted: boolean;
    call: Call | null;
    receiver: FlowReceiver | null;
    sender: FlowSender | null;
    /** @param path as a lane tells it; '': the context has it where it is needed. */
    constructor(slot: number, generation: number, offer: Offer, isOneWay: boolean, context: Uint8Array, caller: string, path: string, startMs: number, deadlineMs: number, nested: NestedCall);
    partsOf(): CallParts;
}
