import type { Figures } from './figures.js';
/** A system with topics. */
export type Topics = {
    publish(topic: string, body: Uint8Array): Promise<void> | void;
    subscribe(topic: string, handler: (body: Uint8Array) => void): void;
};
export declare const kMessageTopic = "bench.message";
export declare const kAckTopic = "bench.ack";
/** Takes messages, checks that each is the next one and whole, and acknowledges. */
export declare function subscribeAndAck(topics: Topics, subscriber: number): void;
/** The publishing side; it subscribes to the acknowledgements when it is made. */
export declare class Publisher {
    #private;
    constructor(topics: Topics, subscriberCount: number);
    /** Publishes until the time is over and all is acknowledged. */
    run(runMs: number, payloadBytes: number): Promise<Figures>;
}
