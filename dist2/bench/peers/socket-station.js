// The echo service behind the center by hand. Its handler is an async function, as with signalbox.
import { createConnection } from 'node:net';
import { answer, textOf } from '../answer.js';
import { FrameSocket, kHeaderBytes } from './frame-socket.js';
let socket = null;
answer({
    join: (parameters) => new Promise((resolve) => {
        const connection = createConnection(textOf(parameters, 'address'), () => resolve());
        socket = connection;
        const link = new FrameSocket(connection, (buffer, start, end) => {
            const caller = buffer.readUInt32LE(start + 4);
            const call = buffer.readUInt32LE(start + 8);
            // A copy, as a service gets that may keep what it is given.
            const body = Uint8Array.prototype.slice.call(buffer, start + kHeaderBytes, end);
            void handle(body).then((reply) => link.send(caller, call, reply));
        }, () => { });
    }),
}, async () => {
    socket?.destroy();
});
async function handle(body) {
    return body;
}
//# sourceMappingURL=socket-station.js.map