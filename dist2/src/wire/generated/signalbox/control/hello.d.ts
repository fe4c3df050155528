import * as flatbuffers from 'flatbuffers';
import { Carrier } from './carrier.js';
/**
 * Station to center, first on every link.
 */
export declare class Hello {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Hello;
    static getRootAsHello(bb: flatbuffers.ByteBuffer, obj?: Hello): Hello;
    static getSizePrefixedRootAsHello(bb: flatbuffers.ByteBuffer, obj?: Hello): Hello;
    protocol(): number;
    name(): string;
    name(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    version(): string | null;
    version(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    pid(): number;
    /**
     * The carrier that the station would like.
     */
    carrier(): Carrier;
    /**
     * Secret of the center; empty where the kernel vouches for the peer.
     */
    token(): string | null;
    token(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    /**
     * True when the station takes lanes: it reads LaneOpen and LaneOver from its socket, with descriptors.
     */
    takesLanes(): boolean;
    static startHello(builder: flatbuffers.Builder): void;
    static addProtocol(builder: flatbuffers.Builder, protocol: number): void;
    static addName(builder: flatbuffers.Builder, nameOffset: flatbuffers.Offset): void;
    static addVersion(builder: flatbuffers.Builder, versionOffset: flatbuffers.Offset): void;
    static addPid(builder: flatbuffers.Builder, pid: number): void;
    static addCarrier(builder: flatbuffers.Builder, carrier: Carrier): void;
    static addToken(builder: flatbuffers.Builder, tokenOffset: flatbuffers.Offset): void;
    static addTakesLanes(builder: flatbuffers.Builder, takesLanes: boolean): void;
    static endHello(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createHello(builder: flatbuffers.Builder, protocol: number, nameOffset: flatbuffers.Offset, versionOffset: flatbuffers.Offset, pid: number, carrier: Carrier, tokenOffset: flatbuffers.Offset, takesLanes: boolean): flatbuffers.Offset;
}
