import type { Balance } from '../wire/balance.js';
/** One station's offer of a route. */
export type EndpointState = {
    readonly link: number;
    readonly linkGeneration: number;
    /** The station's own number of the route. */
    readonly offered: number;
    /** 1 … 1000, for weighted balancing. */
    readonly weight: number;
    /** Of hash balancing; equal when the same place in a service is taken again. */
    readonly seed: number;
    /** Index of the statistics block. */
    readonly statsBlock: number;
};
/** A route as it is from this epoch on. */
export type RouteState = {
    readonly id: number;
    readonly route: string;
    readonly balance: Balance;
    readonly isIdempotent: boolean;
    /** Only those that may be picked: neither paused nor draining. */
    readonly endpoints: readonly EndpointState[];
    /** True while the route has endpoints, though perhaps none that may be picked. False removes it. */
    readonly isOffered: boolean;
};
/** One subscription. */
export type SubscriberState = {
    readonly link: number;
    readonly linkGeneration: number;
    /** The station's own number of the subscription. */
    readonly subscription: number;
    /** Subscribers of one group share the messages; '' is no group. */
    readonly group: string;
};
/** A topic as it is from this epoch on; without subscribers it is removed. */
export type TopicState = {
    readonly topic: string;
    readonly subscribers: readonly SubscriberState[];
};
/** The difference from epoch − 1 to `epoch`. */
export type Snapshot = {
    readonly epoch: number;
    readonly routes: readonly RouteState[];
    readonly topics: readonly TopicState[];
    /** New pieces of statistics memory, in order; 1,024 blocks each. */
    readonly statsChunks: readonly SharedArrayBuffer[];
};
