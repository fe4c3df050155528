import * as flatbuffers from 'flatbuffers';
/**
 * Center to station, over the same socket: the lane ends. Answered with a lane frame (kind 11) when it has ended.
 */
export declare class LaneOver {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): LaneOver;
    static getRootAsLaneOver(bb: flatbuffers.ByteBuffer, obj?: LaneOver): LaneOver;
    static getSizePrefixedRootAsLaneOver(bb: flatbuffers.ByteBuffer, obj?: LaneOver): LaneOver;
    lane(): number;
    /**
     * True when the other end is gone: what is under way is over. Else a caller makes no new call by it, and waits for the
     * replies to come; and to a station no further call will come.
     */
    isLost(): boolean;
    static startLaneOver(builder: flatbuffers.Builder): void;
    static addLane(builder: flatbuffers.Builder, lane: number): void;
    static addIsLost(builder: flatbuffers.Builder, isLost: boolean): void;
    static endLaneOver(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createLaneOver(builder: flatbuffers.Builder, lane: number, isLost: boolean): flatbuffers.Offset;
}
