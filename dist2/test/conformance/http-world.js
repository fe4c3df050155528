// A server of an engine with a handler of the test's, and a client that writes and reads bytes.
import { connect } from 'node:net';
import { kHttpLimitsDefault } from '../../src/http/http-limits.js';
import { openHttpServer } from '../../src/http/open-server.js';
import { until } from '../support/until.js';
/** Most milliseconds of a drain in a test; what is open by then is cut. */
const kCloseMs = 200;
/** A body for every refusal, so that tests can see that the engine asked for it. */
export function refusalBody(status, detail) {
    return JSON.stringify({ status, detail });
}
/** Opens a server that the test closes at its end. Without a handler each request is answered with 404. */
export async function openHttp(t, engine, options) {
    const { limits, onRequest, onUpgrade, host = '127.0.0.1', port = 0, tls = null } = options;
    const { server } = await openHttpServer(engine, {
        host,
        port,
        tls,
        isShared: options.isShared ?? false,
        limits: { ...kHttpLimitsDefault, ...limits },
        handlers: {
            onRequest: onRequest ?? ((_request, response) => response.send(404, [], '')),
            onUpgrade: onUpgrade ?? (() => ({ status: 404, headers: [], body: '' })),
            refusalBody,
        },
    });
    t.teardown(() => server.close(kCloseMs));
    const scheme = tls === null ? 'http' : 'https';
    return { server, base: `${scheme}://${host}:${server.port}` };
}
/** A connection whose bytes the test writes and reads. */
export class RawClient {
    socket;
    #text = '';
    #isClosed = false;
    constructor(t, { server }) {
        this.socket = connect(server.port, server.host);
        this.socket.setNoDelay(true);
        this.socket.on('data', (data) => {
            this.#text += data.toString('latin1');
        });
        this.socket.on('error', () => { }); // 'close' follows
        this.socket.on('close', () => {
            this.#isClosed = true;
        });
        this.socket.on('end', () => {
            this.#isClosed = true;
        });
        t.teardown(() => this.socket.destroy());
    }
    get text() {
        return this.#text;
    }
    /** True when the server has ended the connection. */
    get isClosed() {
        return this.#isClosed;
    }
    /** Statuses of the answers so far. */
    get statuses() {
        return [...this.#text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
    }
    send(bytes) {
        this.socket.write(bytes);
    }
    get(target, fields = '') {
        this.send(`GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`);
    }
    /** Resolves when the text so far holds this. */
    async has(text) {
        await until(() => this.#text.includes(text));
    }
    async closed() {
        await until(() => this.#isClosed);
    }
}
//# sourceMappingURL=http-world.js.map