import * as flatbuffers from 'flatbuffers';
import { LaneSide } from './lane-side.js';
/**
 * Center to station, over the socket of a link by shared memory, with four descriptors: there is a lane. See
 * docs/PROTOCOL.md.
 */
export declare class LaneOpen {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): LaneOpen;
    static getRootAsLaneOpen(bb: flatbuffers.ByteBuffer, obj?: LaneOpen): LaneOpen;
    static getSizePrefixedRootAsLaneOpen(bb: flatbuffers.ByteBuffer, obj?: LaneOpen): LaneOpen;
    /**
     * Number of the lane in this center; never used again.
     */
    lane(): number;
    side(): LaneSide;
    /**
     * Data bytes of each of its rings.
     */
    ringBytes(): number;
    /**
     * The one path whose calls go by this lane: "METHOD /path".
     */
    path(): string;
    path(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    /**
     * The answering station's own number of the route.
     */
    offered(): number;
    /**
     * True when a call may be made twice without harm.
     */
    isIdempotent(): boolean;
    /**
     * Name of the station at the other end.
     */
    peer(): string;
    peer(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    static startLaneOpen(builder: flatbuffers.Builder): void;
    static addLane(builder: flatbuffers.Builder, lane: number): void;
    static addSide(builder: flatbuffers.Builder, side: LaneSide): void;
    static addRingBytes(builder: flatbuffers.Builder, ringBytes: number): void;
    static addPath(builder: flatbuffers.Builder, pathOffset: flatbuffers.Offset): void;
    static addOffered(builder: flatbuffers.Builder, offered: number): void;
    static addIsIdempotent(builder: flatbuffers.Builder, isIdempotent: boolean): void;
    static addPeer(builder: flatbuffers.Builder, peerOffset: flatbuffers.Offset): void;
    static endLaneOpen(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createLaneOpen(builder: flatbuffers.Builder, lane: number, side: LaneSide, ringBytes: number, pathOffset: flatbuffers.Offset, offered: number, isIdempotent: boolean, peerOffset: flatbuffers.Offset): flatbuffers.Offset;
}
