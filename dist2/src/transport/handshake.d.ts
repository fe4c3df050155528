import { type ControlMessage } from '../wire/control.js';
/** Bytes that a hello or welcome may have. */
export declare const kHandshakeBytesMax: number;
/** A control message as one padded frame. */
export declare function controlFrame(message: ControlMessage): Buffer;
/**
 * Reads the first control message of a connection.
 *
 * @param bytes all that came so far.
 * @returns the message and how many bytes it took, or null while it is not complete.
 * @throws CenterError ERR_PROTOCOL when this is no control frame.
 */
export declare function readControlFrame(bytes: Buffer): {
    message: ControlMessage;
    taken: number;
} | null;
