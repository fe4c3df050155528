import { type ErrorBody } from '../base/errors.js';
/** The version of frames and control messages that this side speaks. */
export declare const kProtocolVersion = 1;
/** What carries a link. */
export type Carrier = 'shm' | 'pipe' | 'tcp' | 'worker' | 'attached';
/** A route that a station offers. */
export type OfferedRoute = {
    /** The station's own number of it. */
    readonly index: number;
    /** Method and pattern: `GET /a/:id`. */
    readonly route: string;
    readonly isIdempotent: boolean;
    /** '' for the center's default. */
    readonly balance: string;
    readonly weight: number;
    readonly description: string;
    /** JSON text, or ''. */
    readonly requestSchema: string;
    /** JSON text, or ''. */
    readonly replySchema: string;
    /** A JSON object as text, or ''; see docs/OPENAPI.md. */
    readonly docs: string;
};
/** A topic that a station listens to. */
export type OfferedSubscription = {
    /** The station's own number of it. */
    readonly index: number;
    readonly topic: string;
    /** Subscriptions of one group share the messages; '' for none. */
    readonly group: string;
};
/** A lane for the calls of one path, from the center to either end. */
export type LaneOpen = {
    readonly type: 'lane-open';
    readonly lane: number;
    /** Which end the receiver has. */
    readonly side: LaneSide;
    readonly ringBytes: number;
    /** "METHOD /path". */
    readonly path: string;
    /** The answering station's own number of the route. */
    readonly offered: number;
    readonly isIdempotent: boolean;
    /** Name of the station at the other end. */
    readonly peer: string;
};
export type LaneSide = 'caller' | 'station';
/** A lane ends; see schema/control.fbs. */
export type LaneOver = {
    readonly type: 'lane-over';
    readonly lane: number;
    /** The other end is gone. */
    readonly isLost: boolean;
};
/** `retryAfterMs` of a goodbye to a station that shall not join again by itself. */
export declare const kGoodbyeForGood = 0;
/** One control message. */
export type ControlMessage = {
    readonly type: 'hello';
    readonly protocol: number;
    readonly name: string;
    readonly version: string;
    readonly pid: number;
    readonly carrier: Carrier;
    readonly token: string;
    /** It takes {@link LaneOpen} and {@link LaneOver} from its socket. */
    readonly takesLanes: boolean;
} | {
    readonly type: 'welcome';
    readonly protocol: number;
    readonly linkIndex: number;
    readonly generation: number;
    readonly center: string;
    readonly carrier: Carrier;
    readonly ringBytes: number;
    readonly leaseMs: number;
    readonly heartbeatMs: number;
    readonly notice: string;
} | {
    readonly type: 'refused';
    readonly error: ErrorBody;
} | {
    readonly type: 'register';
    readonly requestId: number;
    readonly routes: readonly OfferedRoute[];
    readonly subscriptions: readonly OfferedSubscription[];
    readonly unsubscribed: readonly number[];
} | {
    readonly type: 'registered';
    readonly requestId: number;
    readonly epoch: number;
} | {
    readonly type: 'failed';
    readonly requestId: number;
    readonly error: ErrorBody;
} | {
    readonly type: 'leave';
    readonly requestId: number;
} | {
    readonly type: 'left';
    readonly requestId: number;
} | {
    readonly type: 'goodbye';
    readonly reason: string;
    readonly retryAfterMs: number;
} | LaneOpen | LaneOver;
/**
 * Lays a message out as bytes of its own.
 *
 * @param message numbers are whole, 0 … 2^32 − 1; texts within the bounds that the schema states.
 * @returns at most {@link kControlBytesMax} bytes, which {@link decodeControl} reads back to an equal message.
 * @throws CenterError ERR_BAD_ARGUMENT when the message breaks a bound.
 */
export declare function encodeControl(message: ControlMessage): Uint8Array;
/**
 * Reads a message.
 *
 * @param bytes the body of a control frame; hostile bytes are safe, and cost time and memory in proportion to their
 * number. The message keeps no reference to them.
 * @throws CenterError ERR_PROTOCOL on anything but a whole message of a known type. The protocol version of a hello is
 * not judged here, so that the center can answer in words.
 */
export declare function decodeControl(bytes: Uint8Array): ControlMessage;
