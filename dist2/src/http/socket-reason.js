// The reason of a WebSocket's close, cut to what its frame holds.
/** RFC 6455 §5.5: 125 bytes less the code. */
const kReasonBytesMax = 123;
/** @returns the reason, or as many of its first characters as fit into 123 bytes. */
export function cutReason(reason) {
    const bytes = Buffer.from(reason);
    if (bytes.byteLength <= kReasonBytesMax)
        return reason;
    // A character that is cut in two comes out as U+FFFD, at the end.
    return bytes
        .subarray(0, kReasonBytesMax)
        .toString()
        .replace(/\ufffd+$/, '');
}
//# sourceMappingURL=socket-reason.js.map