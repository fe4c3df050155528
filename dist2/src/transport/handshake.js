// The first two messages of a link over a socket: hello and welcome (or refused), each one control frame.
import { centerError } from '../base/errors.js';
import { decodeControl, encodeControl } from '../wire/control.js';
import { kFrameHeaderBytes, kindWord, kKindControl, kKindWord, strideOf } from '../wire/frame.js';
import { buildFrame } from '../wire/frame-copy.js';
/** Bytes that a hello or welcome may have. */
export const kHandshakeBytesMax = 64 * 1024;
/** A control message as one padded frame. */
export function controlFrame(message) {
    const frame = buildFrame(kindWord(kKindControl, 0, 0), 0, 0, 0, encodeControl(message));
    return Buffer.from(frame.words.buffer);
}
/**
 * Reads the first control message of a connection.
 *
 * @param bytes all that came so far.
 * @returns the message and how many bytes it took, or null while it is not complete.
 * @throws CenterError ERR_PROTOCOL when this is no control frame.
 */
export function readControlFrame(bytes) {
    if (bytes.length < kFrameHeaderBytes)
        return null;
    const size = bytes.readInt32LE(0);
    const kind = bytes.readInt32LE(kKindWord * 4);
    if (kind !== kindWord(kKindControl, 0, 0)) {
        throw centerError('ERR_PROTOCOL', { rule: 'a connection begins with a control frame' });
    }
    if (size < kFrameHeaderBytes || size > kHandshakeBytesMax) {
        throw centerError('ERR_PROTOCOL', {
            rule: `a hello of ${size} bytes is over ${kHandshakeBytesMax}`,
        });
    }
    if (bytes.length < strideOf(size))
        return null;
    const message = decodeControl(new Uint8Array(bytes.subarray(kFrameHeaderBytes, size)));
    return { message, taken: strideOf(size) };
}
//# sourceMappingURL=handshake.js.map