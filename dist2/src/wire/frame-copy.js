// Moves frames between rings.
import { kFrameHeaderBytes, kKindWord, strideOf, writeHeader } from './frame.js';
// A word loop beats `set` on a fresh view up to about here: the view alone costs 38 ns.
const kWordLoopBytesMax = 192;
/**
 * Copies a frame; both offsets are 8-aligned. Its first two words are written as they were checked: the source may be the
 * live memory of a peer that changes them meanwhile.
 *
 * @param sizeBytes exact size of the frame, checked.
 * @param kindFlagsContext second word, checked.
 */
export function copyFrame(fromWords, fromBytes, fromOffset, toWords, toBytes, toOffset, sizeBytes, kindFlagsContext) {
    if (sizeBytes <= kWordLoopBytesMax) {
        const words = (sizeBytes + 3) >> 2;
        const from = fromOffset >> 2;
        const to = toOffset >> 2;
        for (let word = 0; word < words; word++)
            toWords[to + word] = fromWords[from + word];
    }
    else {
        toBytes.set(fromBytes.subarray(fromOffset, fromOffset + sizeBytes), toOffset);
    }
    toWords[toOffset >> 2] = sizeBytes;
    toWords[(toOffset >> 2) + kKindWord] = kindFlagsContext;
}
/** The same for a frame that goes to several: `from` is the whole of it, one view for all. */
export function copyFrameView(from, toWords, toBytes, toOffset, kindFlagsContext) {
    toBytes.set(from, toOffset);
    toWords[toOffset >> 2] = from.length;
    toWords[(toOffset >> 2) + kKindWord] = kindFlagsContext;
}
/** Memory for one frame, zeroed up to its padding. */
export function frameMemory(sizeBytes) {
    const buffer = new ArrayBuffer(strideOf(sizeBytes));
    return { words: new Int32Array(buffer), bytes: new Uint8Array(buffer, 0, sizeBytes) };
}
/** A frame with a body and no context, in memory of its own. */
export function buildFrame(kindFlagsContext, slot, generation, target, body) {
    const size = kFrameHeaderBytes + body.length;
    const frame = frameMemory(size);
    writeHeader(frame.words, 0, size, kindFlagsContext, slot, generation, target, 0, 0);
    frame.bytes.set(body, kFrameHeaderBytes);
    return frame;
}
/** The frame at an offset, in memory of its own; its first two words as they were checked. */
export function takeFrame(fromBytes, offset, sizeBytes, kindFlagsContext) {
    const frame = frameMemory(sizeBytes);
    frame.bytes.set(fromBytes.subarray(offset, offset + sizeBytes));
    frame.words[0] = sizeBytes;
    frame.words[kKindWord] = kindFlagsContext;
    return frame;
}
//# sourceMappingURL=frame-copy.js.map