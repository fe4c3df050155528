import * as flatbuffers from 'flatbuffers';
/**
 * A topic that a station listens to.
 */
export declare class Subscription {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Subscription;
    static getRootAsSubscription(bb: flatbuffers.ByteBuffer, obj?: Subscription): Subscription;
    static getSizePrefixedRootAsSubscription(bb: flatbuffers.ByteBuffer, obj?: Subscription): Subscription;
    /**
     * The station's own number of the subscription; messages name it in their header. Unique within the station.
     */
    index(): number;
    topic(): string;
    topic(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    /**
     * Of the subscriptions that share a group, one gets each message; empty: every subscription gets it.
     */
    group(): string | null;
    group(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    static startSubscription(builder: flatbuffers.Builder): void;
    static addIndex(builder: flatbuffers.Builder, index: number): void;
    static addTopic(builder: flatbuffers.Builder, topicOffset: flatbuffers.Offset): void;
    static addGroup(builder: flatbuffers.Builder, groupOffset: flatbuffers.Offset): void;
    static endSubscription(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createSubscription(builder: flatbuffers.Builder, index: number, topicOffset: flatbuffers.Offset, groupOffset: flatbuffers.Offset): flatbuffers.Offset;
}
