// A stream between two stations of one thread: sender and receiver of flow.ts joined without a link, so that order,
// back-pressure, early ends and errors are the same as over one.
import { kChunkBytesMax } from '../base/limits.js';
import { kFlagToCaller } from '../wire/frame.js';
import { decodeOwned } from './body.js';
import { FlowSender, StreamReceiver } from './flow.js';
/**
 * Starts a stream.
 *
 * @param onLeave called once when the reader stops before the end.
 * @param decode makes an item of its bytes; default: the value that was sent.
 */
export function startLocalFlow(source, route, toError, onLeave, decode = (bytes, type) => decodeOwned(bytes, type, route)) {
    const port = {
        chunkBytesMax: kChunkBytesMax,
        isDeferring: false,
        whenDrained: () => Promise.resolve(),
        // The copy keeps what the reader gets apart from what the source may go on to change.
        writeData: (flags, _slot, _generation, status, body) => receiver.onData(flags & ~kFlagToCaller, status, new Uint8Array(body)),
        writeCredit: () => { },
    };
    const sender = new FlowSender(port, 0, 0, true);
    const grant = (chunks) => sender.grant(chunks);
    const receiver = new StreamReceiver(route, decode, grant, onLeave);
    return { receiver, stop: () => sender.stop(), done: sender.sendItems(source, route, toError) };
}
//# sourceMappingURL=local-flow.js.map