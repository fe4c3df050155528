// A center with its HTTP gateway, a station behind it, and a client that shows what is on the wire.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CenterError, createStation, reply, startCenter, } from '../../src/index.js';
export class GatewayWorld {
    center;
    station;
    folder;
    /** What the handlers saw last, by route. */
    seen;
    constructor(center, station, folder, seen) {
        this.center = center;
        this.station = station;
        this.folder = folder;
        this.seen = seen;
    }
    get origin() {
        return `http://${this.center.httpAddress ?? ''}`;
    }
    /** One request on a connection of its own. */
    ask(target, { method = 'GET', headers = {}, body, chunks } = {}) {
        const { hostname, port } = new URL(this.origin);
        return new Promise((resolve, reject) => {
            const options = { hostname, port, path: target, method, headers, agent: false };
            const request = httpRequest(options, (response) => {
                const parts = [];
                response.on('data', (part) => parts.push(part));
                response.on('error', reject);
                response.on('end', () => {
                    const bytes = Buffer.concat(parts);
                    const { statusCode: status = 0 } = response;
                    resolve({ status, headers: response.headers, bytes, text: bytes.toString() });
                });
            });
            request.on('error', reject);
            if (chunks !== undefined)
                for (const chunk of chunks)
                    request.write(chunk);
            request.end(body);
        });
    }
    async close() {
        await this.station.leave();
        await this.center.close();
        rmSync(this.folder, { recursive: true, force: true });
    }
}
/** Opens a world. Its static folder holds a.txt (10 bytes), large.bin (3 MB), page.html (4 kB) and a link out of it. */
export async function openGatewayWorld(engine, http = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-gateway-'));
    writeFiles(folder);
    const center = await startCenter({
        pipe: join(folder, 'center.sock'),
        log: 'silent',
        http: {
            address: '127.0.0.1:0',
            engine,
            static: [`/files=${join(folder, 'www')}`],
            accessLog: join(folder, 'access.log'),
            bodyBytesMax: 4_000_000,
            ...http,
        },
    });
    const seen = new Map();
    const station = makeStation(seen);
    await station.join(`pipe:${join(folder, 'center.sock')}`);
    return new GatewayWorld(center, station, folder, seen);
}
function writeFiles(folder) {
    const www = join(folder, 'www');
    mkdirSync(www);
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(www, 'a.txt'), '0123456789');
    writeFileSync(join(www, 'large.bin'), Buffer.alloc(3_000_000, 'x'));
    writeFileSync(join(www, 'page.html'), '<p>page</p>'.repeat(400));
    symlinkSync(join(folder, 'secret.txt'), join(www, 'out.txt'));
}
function makeStation(seen) {
    const station = createStation({ name: 'web', onEvent: () => { } });
    station.route('GET /hello', () => ({ hello: 'world' }));
    station.route('GET /hello/:name', (call) => ({ hello: call.params.name }));
    station.route('/mirror/*', (call) => mirrorOf(call));
    station.route('POST /echo', (call) => call.body);
    station.route('GET /nothing', () => undefined);
    station.route('GET /bytes', () => new Uint8Array([0, 1, 2, 255]));
    station.route('GET /large', () => ({ text: 'x'.repeat(200_000) }));
    station.route('GET /teapot', () => reply('short and stout', {
        status: 418,
        headers: {
            'x-a': ['1', '2'],
            'set-cookie': ['a=1; Path=/', 'b=2'],
            'content-type': 'text/plain',
            connection: 'x-hop',
            'x-hop': 'gone',
            'x-request-id': 'mine',
            'access-control-allow-origin': '*',
        },
    }));
    station.route('GET /refused', () => {
        throw new CenterError({ code: 'ERR_OURS', text: 'no', status: 409, retryable: false });
    });
    station.route('GET /busy', () => {
        throw new CenterError({ code: 'ERR_BUSY', text: 'later', status: 429, retryable: true });
    });
    station.route('GET /bad-header', () => reply('x', { headers: { 'x-text': 'two\nlines' } }));
    station.route('GET /passed-on', (call) => call.call('GET not a path'));
    station.route('GET /broken', () => {
        throw new Error('boom');
    });
    station.route('POST /count', { bodyAs: 'stream' }, async (call) => {
        let bytes = 0;
        for await (const part of call.body)
            bytes += part.length;
        return { bytes };
    });
    station.route('GET /items', async function* () {
        for (let i = 0; i < 3; i++)
            yield { i };
    });
    station.route('GET /items/failing', async function* () {
        yield { i: 0 };
        throw new CenterError({ code: 'ERR_OURS', text: 'no more', status: 500, retryable: false });
    });
    station.route('GET /endless', async function* (call) {
        call.signal.addEventListener('abort', () => seen.set('endless', 'aborted'));
        for (let i = 0;; i++) {
            yield { i };
            await new Promise((resolve) => setTimeout(resolve, 2));
        }
    });
    station.route('GET /never', () => new Promise(() => { }));
    station.route('GET /held', (call) => {
        seen.set('held', 'called');
        call.signal.addEventListener('abort', () => seen.set('held', 'aborted'));
        return new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(new Error('given up'))));
    });
    return station;
}
function mirrorOf(call) {
    return {
        method: call.method,
        path: call.path,
        query: [...call.query],
        headers: call.headers,
        cookies: call.cookies,
        client: call.client,
        caller: call.caller,
        trace: call.trace,
        remainingMs: call.remainingMs,
    };
}
//# sourceMappingURL=gateway-world.js.map