import * as flatbuffers from 'flatbuffers';
/**
 * A route that a station offers.
 */
export declare class Route {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Route;
    static getRootAsRoute(bb: flatbuffers.ByteBuffer, obj?: Route): Route;
    static getSizePrefixedRootAsRoute(bb: flatbuffers.ByteBuffer, obj?: Route): Route;
    /**
     * The station's own number of the route; requests name it in their header. Unique within the station.
     */
    index(): number;
    /**
     * Method and pattern: "GET /orders/:id".
     */
    route(): string;
    route(optionalEncoding: flatbuffers.Encoding): string | Uint8Array;
    /**
     * True when a call may be made twice without harm, so that the center may try another station.
     */
    isIdempotent(): boolean;
    /**
     * Name of the balancer; empty for the center's default.
     */
    balance(): string | null;
    balance(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    /**
     * Share of calls against the other endpoints of this route; 0 takes none.
     */
    weight(): number;
    description(): string | null;
    description(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    /**
     * JSON Schema as text; empty for none.
     */
    requestSchema(): string | null;
    requestSchema(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    replySchema(): string | null;
    replySchema(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    /**
     * What else there is to say to people and machines, a JSON object as text; empty for none. See docs/OPENAPI.md.
     */
    docs(): string | null;
    docs(optionalEncoding: flatbuffers.Encoding): string | Uint8Array | null;
    static startRoute(builder: flatbuffers.Builder): void;
    static addIndex(builder: flatbuffers.Builder, index: number): void;
    static addRoute(builder: flatbuffers.Builder, routeOffset: flatbuffers.Offset): void;
    static addIsIdempotent(builder: flatbuffers.Builder, isIdempotent: boolean): void;
    static addBalance(builder: flatbuffers.Builder, balanceOffset: flatbuffers.Offset): void;
    static addWeight(builder: flatbuffers.Builder, weight: number): void;
    static addDescription(builder: flatbuffers.Builder, descriptionOffset: flatbuffers.Offset): void;
    static addRequestSchema(builder: flatbuffers.Builder, requestSchemaOffset: flatbuffers.Offset): void;
    static addReplySchema(builder: flatbuffers.Builder, replySchemaOffset: flatbuffers.Offset): void;
    static addDocs(builder: flatbuffers.Builder, docsOffset: flatbuffers.Offset): void;
    static endRoute(builder: flatbuffers.Builder): flatbuffers.Offset;
    static createRoute(builder: flatbuffers.Builder, index: number, routeOffset: flatbuffers.Offset, isIdempotent: boolean, balanceOffset: flatbuffers.Offset, weight: number, descriptionOffset: flatbuffers.Offset, requestSchemaOffset: flatbuffers.Offset, replySchemaOffset: flatbuffers.Offset, docsOffset: flatbuffers.Offset): flatbuffers.Offset;
}
