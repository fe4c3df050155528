import type { CenterLink } from './center-link.js';
import type { SubscriberState, TopicState } from './snapshot.js';
/** Writes one message to one subscriber. @returns false when it had no room: the message is lost for it. */
export type Deliver = (link: CenterLink, subscription: number) => boolean;
/** How many copies a message made. */
export type FanoutCount = {
    delivered: number;
    lost: number;
};
export declare class TopicFanout {
    #private;
    /** @param linkOf finds a subscriber's link; undefined when it is gone. */
    constructor(linkOf: (subscriber: SubscriberState) => CenterLink | undefined);
    apply(state: TopicState): void;
    /**
     * Hands a message to everybody it is for. Allocates nothing.
     *
     * @returns counts, valid until the next call.
     */
    publish(topic: string, deliver: Deliver): Readonly<FanoutCount>;
}
