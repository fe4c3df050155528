// What a gateway is compared with: the HTTP libraries alone, which answer at once and ask nobody.
import { createServer } from 'node:http';
import { loadUws } from '../../src/http/uws-load.js';
import { answer, textOf } from '../answer.js';
const kBody = '{"hello":"world"}';
const kType = 'application/json';
let server = null;
answer({
    // `host:port` on any port of loopback; null where uWebSockets.js cannot be loaded.
    startUws: async () => {
        const { uws } = loadUws();
        if (uws === null)
            return null;
        const app = uws.App();
        app.any('/*', (response) => {
            response.writeHeader('content-type', kType).end(kBody);
        });
        return new Promise((resolve, reject) => {
            app.listen('127.0.0.1', 0, 0, (listening) => {
                if (listening === false)
                    reject(new Error('uws cannot listen'));
                else
                    resolve(`127.0.0.1:${uws.us_socket_local_port(listening)}`);
            });
        });
    },
    // With `path` on that Unix socket, else on any port of loopback.
    startNode: async (parameters) => {
        const path = textOf(parameters, 'path');
        const listening = createServer((_, response) => {
            response.setHeader('content-type', kType);
            response.end(kBody);
        });
        server = listening;
        await new Promise((resolve) => {
            if (path === '')
                listening.listen(0, '127.0.0.1', resolve);
            else
                listening.listen(path, resolve);
        });
        const address = listening.address();
        return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : path;
    },
}, async () => {
    server?.closeAllConnections();
});
//# sourceMappingURL=http-server.js.map