// The name that a frame carries itself, where its link has no number for it.
import { contextField, kTagPath } from '../wire/context.js';
import { kFrameHeaderBytes } from '../wire/frame.js';
/** "METHOD /path" or the topic in a frame's context; undefined where the context is cut short or has none. */
export function nameInContext(link, offset, size, kindFlagsContext) {
    const contextBytes = kindFlagsContext >>> 16;
    if (kFrameHeaderBytes + contextBytes > size)
        return undefined;
    const start = offset + kFrameHeaderBytes;
    return contextField(link.reader.bytes.subarray(start, start + contextBytes), kTagPath);
}
//# sourceMappingURL=frame-names.js.map