import * as flatbuffers from 'flatbuffers';
import { Carrier } from './carrier.js';
/**
 * Center to station: the link stands.
 */
export declare class Welcome {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Welcome;
    static getRootAsWelcome(bb: flatbuffers.ByteBuffer, obj?: Welcome): Welcome;
    static getSizePrefixedRootAsWelcome(bb: flatbuffers.ByteBuffer, obj?: Welcome): Welcome;
    protocol(): number;
    linkIndex(): number;
    generation(): number;
    /**
     * Name of the center.
     */
    center(): string;
    center(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    /**
     * The carrier that the link goes on with.
     */
    carrier(): Carrier;
    /**
     * Data bytes of each ring; 0 where the carrier has no rings.
     */
    ringBytes(): number;
    /**
     * Milliseconds without a sign of life after which the lease ends; 0: the link itself is the lease.
     */
    leaseMs(): number;
    heartbeatMs(): number;
    /**
     * A word to the station's log, for example why the carrier is not the one asked for; empty for none.
     */
    notice(): string | null;
    notice(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    static startWelcome(builder: flatbuffers.Builder): void;
    static addProtocol(builder: flatbuffers.Builder, protocol: number): void;
    static addLinkIndex(builder: flatbuffers.Builder, linkIndex: number): void;
    static addGeneration(builder: flatbuffers.Builder, generation: number): void;
    static addCenter(builder: flatbuffers.Builder, centerOffset: flatbuffers.Offset): void;
    static addCarrier(builder: flatbuffers.Builder, carrier: Carrier): void;
    static addRingBytes(builder: flatbuffers.Builder, ringBytes: number): void;
    static addLeaseMs(builder: flatbuffers.Builder, leaseMs: number): void;
    static addHeartbeatMs(builder: flatbuffers.Builder, heartbeatMs: number): void;
    static addNotice(builder: flatbuffers.Builder, noticeOffset: flatbuffers.Offset): void;
    static endWelcome(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createWelcome(builder: flatbuffers.Builder, protocol: number, linkIndex: number, generation: number, centerOffset: flatbuffers.Offset, carrier: Carrier, ringBytes: number, leaseMs: number, heartbeatMs: number, noticeOffset: flatbuffers.Offset): flatbuffers.Offset;
}
