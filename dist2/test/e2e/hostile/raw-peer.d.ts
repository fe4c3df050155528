import { type Socket } from 'node:net';
import { type ControlMessage, type OfferedRoute } from '../../../src/wire/control.js';
/** What a frame is made of; all that is absent is 0. */
export type FrameParts = {
    readonly kind: number;
    readonly flags?: number;
    /** What the header says; the bytes are part of the body. */
    readonly contextBytes?: number;
    readonly slot?: number;
    readonly generation?: number;
    readonly target?: number;
    readonly timeoutMs?: number;
    readonly body?: Uint8Array;
};
/** Lays a frame out as it travels on a stream. */
export declare function frameOf(parts: FrameParts): Buffer;
/** A context block of one field. */
export declare function contextOf(tag: number, value: string): Buffer;
/** The frames of a control message, in parts that fit the smallest ring. */
export declare function controlFramesOf(message: ControlMessage): Buffer;
/** A hello, with some of its fields changed. */
export declare function helloOf(changes?: Partial<Extract<ControlMessage, {
    type: 'hello';
}>>): ControlMessage;
/** A route as a registration says it. */
export declare function offered(index: number, route: string, isIdempotent?: boolean): OfferedRoute;
/** A frame that came. */
export type Came = {
    readonly kind: number;
    readonly flags: number;
    readonly slot: number;
    readonly generation: number;
    readonly target: number;
    readonly contextBytes: number;
    readonly party: number;
    readonly rest: Buffer;
};
export declare class RawPeer {
    #private;
    readonly socket: Socket;
    isClosed: boolean;
    private constructor();
    /** Opens a connection and says nothing. */
    static knock(where: string): Promise<RawPeer>;
    /** Opens a link by a valid hello. */
    static join(where: string, name?: string): Promise<RawPeer>;
    send(bytes: Uint8Array): void;
    frame(parts: FrameParts): void;
    control(message: ControlMessage): void;
    /** Reads on, and looks at nothing any more. */
    discard(): void;
    /** Registers routes and waits for the answer. */
    register(...routes: readonly OfferedRoute[]): Promise<ControlMessage>;
    /** The next control message. */
    answer(): Promise<ControlMessage>;
    /** The next frame that `isWanted`; those before it are dropped. */
    next(isWanted: (frame: Came) => boolean): Promise<Came>;
    /** Resolves when the center has closed the connection. */
    closed(): Promise<void>;
    end(): void;
}
