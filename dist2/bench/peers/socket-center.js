// A center by hand over a Unix socket: passes frames between one station and its callers; knows no routes, keeps no
// deadlines, counts nothing, and never looks into a body. The first connection is the station.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { answer, textOf } from '../answer.js';
import { FrameSocket } from './frame-socket.js';
const links = [];
const server = createServer((socket) => {
    const index = links.length;
    const link = new FrameSocket(socket, (buffer, start, end) => {
        // From a caller to the station with the caller's number; back from the station to the caller of that number.
        const target = index === 0 ? buffer.readUInt32LE(start + 4) : 0;
        links[target]?.forward(buffer, start, end, index);
    }, () => {
        for (const other of links)
            other.flush();
    });
    links.push(link);
    socket.on('error', () => socket.destroy());
});
answer({
    start: (parameters) => new Promise((resolve) => {
        const path = join(textOf(parameters, 'folder'), 'peer.sock');
        server.listen(path, () => resolve(path));
    }),
}, async () => {
    server.close();
});
//# sourceMappingURL=socket-center.js.map