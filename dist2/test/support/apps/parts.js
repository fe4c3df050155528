// What the applications of the tests have in common: they are one application, written for each framework.
import { Readable } from 'node:stream';
export const kPieceBytes = 16 * 1024;
/** Pieces without end or up to a count; how many were made is noticed. */
export async function* pieces(notices, key, count = Number.POSITIVE_INFINITY) {
    try {
        for (let made = 0; made < count; made++) {
            notices.set(`${key} made`, made);
            yield Buffer.alloc(kPieceBytes, made % 256);
        }
    }
    finally {
        notices.set(`${key} left`, 1);
    }
}
export function pieceStream(notices, key, count) {
    return Readable.from(pieces(notices, key, count), { objectMode: false });
}
/** Bytes of a body, counted as they come. */
export async function countBytes(body) {
    let bytes = 0;
    for await (const part of body)
        if (part instanceof Uint8Array)
            bytes += part.length;
    return bytes;
}
/** Events without end, 5 ms apart. */
export async function* events(notices) {
    try {
        for (let number = 0;; number++) {
            yield `data: ${number}\n\n`;
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }
    finally {
        notices.set('events left', 1);
    }
}
export const kCookies = ['a=1; Path=/', 'b=two; HttpOnly'];
export const kTag = '"v1"';
//# sourceMappingURL=parts.js.map