// A plain HTTP server in a process of its own, so that its memory and its delays are its own. Argument: the engine. Says
// its port on stdout, and on each line of stdin its resident bytes and the requests of slow clients that it has seen.
import { createInterface } from 'node:readline';
import { kHttpLimitsDefault } from '../../../src/http/http-limits.js';
import { openHttpServer } from '../../../src/http/open-server.js';
const kBody = Buffer.alloc(4 << 20, 'x');
let slowCount = 0;
const [, , engine] = process.argv;
const { server } = await openHttpServer(engine === 'uws' ? 'uws' : 'node', {
    host: '127.0.0.1',
    port: 0,
    tls: null,
    isShared: false,
    limits: { ...kHttpLimitsDefault, connectionsPerAddressMax: 2_000 },
    handlers: {
        onRequest(request, response) {
            if (request.target === '/quick') {
                response.send(200, ['content-type', 'application/json'], '{"ok":true}');
            }
            else if (request.target === '/large') {
                slowCount++;
                response.send(200, [], kBody);
            }
            else {
                slowCount++;
                request.collect(1 << 20, (body) => response.send(200, [], body));
            }
        },
        onUpgrade: () => ({ status: 404, headers: [], body: '' }),
        refusalBody: (status, detail) => JSON.stringify({ status, detail }),
    },
});
process.stdout.write(`${server.port}\n`);
for await (const _line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify({ rss: process.memoryUsage().rss, slowCount })}\n`);
}
await server.close(0);
//# sourceMappingURL=http-server.js.map