import * as flatbuffers from 'flatbuffers';
import { Route } from './route.js';
import { Subscription } from './subscription.js';
/**
 * Station to center: adds and replaces routes and subscriptions by their index.
 */
export declare class Register {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Register;
    static getRootAsRegister(bb: flatbuffers.ByteBuffer, obj?: Register): Register;
    static getSizePrefixedRootAsRegister(bb: flatbuffers.ByteBuffer, obj?: Register): Register;
    requestId(): number;
    routes(index: number, obj?: Route): Route | null;
    routesLength(): number;
    subscriptions(index: number, obj?: Subscription): Subscription | null;
    subscriptionsLength(): number;
    /**
     * Indices of subscriptions that end.
     */
    unsubscribed(index: number): number | null;
    unsubscribedLength(): number;
    unsubscribedArray(): Uint32Array | null;
    static startRegister(builder: flatbuffers.Builder): void;
    static addRequestId(builder: flatbuffers.Builder, requestId: number): void;
    static addRoutes(builder: flatbuffers.Builder, routesOffset: flatbuffers.Offset): void;
    static createRoutesVector(builder: flatbuffers.Builder, data: flatbuffers.Offset[]): flatbuffers.Offset;
    static startRoutesVector(builder: flatbuffers.Builder, numElems: number): void;
    static addSubscriptions(builder: flatbuffers.Builder, subscriptionsOffset: flatbuffers.Offset): void;
    static createSubscriptionsVector(builder: flatbuffers.Builder, data: flatbuffers.Offset[]): flatbuffers.Offset;
    static startSubscriptionsVector(builder: flatbuffers.Builder, numElems: number): void;
    static addUnsubscribed(builder: flatbuffers.Builder, unsubscribedOffset: flatbuffers.Offset): void;
    static createUnsubscribedVector(builder: flatbuffers.Builder, data: number[] | Uint32Array): flatbuffers.Offset;
    /**
     * @deprecated This Uint8Array overload will be removed in the future.
     */
    static createUnsubscribedVector(builder: flatbuffers.Builder, data: number[] | Uint8Array): flatbuffers.Offset;
    static startUnsubscribedVector(builder: flatbuffers.Builder, numElems: number): void;
    static endRegister(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createRegister(builder: flatbuffers.Builder, requestId: number, routesOffset: flatbuffers.Offset, subscriptionsOffset: flatbuffers.Offset, unsubscribedOffset: flatbuffers.Offset): flatbuffers.Offset;
}
