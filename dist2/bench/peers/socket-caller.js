// The caller of the center by hand.
import { createConnection } from 'node:net';
import { answer, textOf } from '../answer.js';
import { loadOf, runLoad } from '../load.js';
import { FrameSocket, kHeaderBytes } from './frame-socket.js';
let socket = null;
let call = null;
answer({
    connect: (parameters) => new Promise((resolve) => {
        socket = createConnection(textOf(parameters, 'address'), () => resolve('unix-socket'));
        call = callOver(socket);
    }),
    run: (parameters) => {
        if (call === null)
            throw new Error('connect first');
        return runLoad(call, loadOf(parameters));
    },
}, async () => {
    socket?.destroy();
});
function callOver(connection) {
    const waiting = new Map();
    let next = 0;
    const link = new FrameSocket(connection, (buffer, start, end) => {
        const index = buffer.readUInt32LE(start + 8);
        waiting.get(index)?.(Uint8Array.prototype.slice.call(buffer, start + kHeaderBytes, end));
        waiting.delete(index);
    }, () => { });
    return (body) => new Promise((resolve) => {
        const index = next++ >>> 0;
        waiting.set(index, resolve);
        link.send(0, index, body);
    });
}
//# sourceMappingURL=socket-caller.js.map