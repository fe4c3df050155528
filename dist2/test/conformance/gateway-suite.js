// What the gateway promises to HTTP clients, over each engine.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import anyTest, {} from 'ava';
import { canSharePort } from '../../src/http/node-server.js';
import { createStation } from '../../src/index.js';
import { until } from '../support/until.js';
import { openGatewayWorld } from './gateway-world.js';
const test = anyTest;
function mirror(text) {
    return JSON.parse(text);
}
export function testGateway(engine) {
    test.before(async (t) => {
        t.context.world = await openGatewayWorld(engine);
    });
    test.after.always(async (t) => {
        await t.context.world.close();
    });
    test('runs the engine that was asked for', (t) => {
        t.is(t.context.world.center.httpEngine, engine);
    });
    testRequests();
    testAnswers();
    testStreams();
    testRefusals();
    testFiles();
    testLife(engine);
}
function testRequests() {
    test('method, path, query, fields and cookies reach the handler', async (t) => {
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
            const { status, text } = await t.context.world.ask('/mirror/a%20b/../c?x=1&x=2&y=%26', {
                method,
                headers: { cookie: 'a=1; b=%3D', 'X-Mine': 'yes', accept: 'text/a' },
            });
            t.is(status, 200);
            const { headers, cookies, query, ...rest } = mirror(text);
            t.like(rest, {
                method,
                path: '/mirror/a%20b/../c',
                client: '127.0.0.1',
                caller: 'signalbox.gateway',
            });
            t.deepEqual(query, [
                ['x', '1'],
                ['x', '2'],
                ['y', '&'],
            ]);
            t.deepEqual(cookies, { a: '1', b: '=' });
            t.like(headers, { 'x-mine': 'yes', accept: 'text/a' });
        }
    });
    test('fields of the connection and identities from outside end at the gateway', async (t) => {
        const { text } = await t.context.world.ask('/mirror/x', {
            headers: {
                connection: 'close, x-hop',
                'x-hop': '1',
                te: 'trailers',
                'x-signalbox-user': 'root',
                'x-real-ip': '6.6.6.6',
                'x-forwarded-for': '6.6.6.6',
                'x-forwarded-proto': 'https',
                forwarded: 'for=6.6.6.6',
            },
        });
        const { headers, client } = mirror(text);
        for (const name of [
            'connection',
            'x-hop',
            'te',
            'x-signalbox-user',
            'x-real-ip',
            'forwarded',
        ]) {
            t.false(name in headers, name);
        }
        t.is(headers['x-forwarded-for'], '127.0.0.1');
        t.is(headers['x-forwarded-proto'], 'http');
        t.is(`http://${headers['x-forwarded-host']}`, t.context.world.origin);
        t.is(client, '127.0.0.1');
    });
    test('ids and trace context are kept when they are sane, else made', async (t) => {
        const { world } = t.context;
        const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
        const kept = await world.ask('/mirror/x', {
            headers: { 'x-request-id': 'mine-1', traceparent: parent, tracestate: 'a=1' },
        });
        t.is(kept.headers['x-request-id'], 'mine-1');
        t.deepEqual(mirror(kept.text).trace, { traceparent: parent, tracestate: 'a=1' });
        t.is(mirror(kept.text).headers['x-request-id'], 'mine-1');
        const made = await world.ask('/mirror/x', {
            headers: { 'x-request-id': 'not one', traceparent: 'nor one' },
        });
        t.regex(String(made.headers['x-request-id']), /^[\w-]{10,}$/);
        t.is(mirror(made.text).headers['x-request-id'], String(made.headers['x-request-id']));
        t.regex(mirror(made.text).trace.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    });
    for (const type of [
        'application/json',
        'application/json; charset=utf-8',
        'application/vnd.x+json',
    ]) {
        test(`${type} is a JSON value for the handler`, async (t) => {
            const headers = { 'content-type': type };
            const body = '{ "a": [1, "ä"] }';
            const answer = await t.context.world.ask('/echo', { method: 'POST', headers, body });
            t.is(answer.text, '{"a":[1,"ä"]}');
            t.is(answer.headers['content-type'], 'application/json');
        });
    }
    for (const bytes of [0, 1, 1_000, 70_000, 1_048_576, 1_048_577, 3_500_000]) {
        test(`a body of ${bytes} bytes arrives whole, with and without its length`, async (t) => {
            const { world } = t.context;
            const body = Buffer.alloc(bytes, 'abcdefg');
            const whole = await world.ask('/echo', { method: 'POST', body });
            t.is(whole.status, bytes === 0 ? 204 : 200);
            t.deepEqual(whole.bytes, body);
            const half = body.toString().slice(0, bytes >> 1);
            const chunks = [half, body.toString().slice(half.length)].filter((part) => part !== '');
            const chunked = await world.ask('/count', { method: 'POST', chunks });
            t.is(chunked.text, JSON.stringify({ bytes }));
        });
    }
    test('Timeout bounds a call', async (t) => {
        const { world } = t.context;
        const answer = await world.ask('/never', { headers: { timeout: '50000000' } });
        t.is(answer.status, 504);
        t.like(JSON.parse(answer.text), { id: 'ERR_DEADLINE', code: 504, status: 'Gateway Timeout' });
        const left = await world.ask('/mirror/x', { headers: { timeout: '5000000000' } });
        t.true(mirror(left.text).remainingMs <= 5_000);
        t.true(mirror((await world.ask('/mirror/x')).text).remainingMs > 5_000);
        for (const timeout of ['soon', '0', '-5', '1.5', '']) {
            t.is((await world.ask('/hello', { headers: { timeout } })).status, 400, timeout);
        }
    });
    test('a client that goes away cancels its call', async (t) => {
        const { world } = t.context;
        for (const route of ['held', 'endless']) {
            const { hostname, port } = new URL(world.origin);
            const request = httpRequest({ hostname, port, path: `/${route}`, agent: false });
            request.on('error', () => { });
            request.end();
            if (route === 'held')
                await until(() => world.seen.get(route) === 'called');
            else
                await once(request, 'response');
            request.destroy();
            await until(() => world.seen.get(route) === 'aborted');
            t.is(world.seen.get(route), 'aborted');
        }
    });
}
function testAnswers() {
    test('JSON, bytes and nothing have their status, type and length', async (t) => {
        const { world } = t.context;
        const json = await world.ask('/hello');
        t.is(json.status, 200);
        t.is(json.text, '{"hello":"world"}');
        t.like(json.headers, { 'content-type': 'application/json', 'content-length': '17' });
        const bytes = await world.ask('/bytes');
        t.deepEqual(bytes.bytes, Buffer.from([0, 1, 2, 255]));
        t.like(bytes.headers, { 'content-type': 'application/octet-stream', 'content-length': '4' });
        const nothing = await world.ask('/nothing');
        t.is(nothing.status, 204);
        t.is(nothing.headers['content-length'], undefined);
        t.is((await world.ask('/large')).bytes.length, 200_011);
    });
    test('status and fields of the handler go to the client, but for those that are not its own', async (t) => {
        const { status, headers, text } = await t.context.world.ask('/teapot');
        t.is(status, 418);
        t.is(text, '"short and stout"');
        t.is(headers['x-a'], '1, 2');
        t.deepEqual(headers['set-cookie'], ['a=1; Path=/', 'b=2']);
        t.is(headers['content-type'], 'text/plain');
        t.is(headers['x-hop'], undefined);
        t.not(headers['x-request-id'], 'mine');
        t.is(headers['access-control-allow-origin'], '*');
    });
    test('HEAD is GET without the body', async (t) => {
        const { world } = t.context;
        for (const path of ['/hello', '/large', '/items', '/files/a.txt', '/files/large.bin']) {
            const get = await world.ask(path);
            const head = await world.ask(path, { method: 'HEAD' });
            t.is(head.status, get.status, path);
            t.is(head.bytes.length, 0, path);
            t.is(head.headers['content-type'], get.headers['content-type'], path);
            // A large file goes in chunks; its length is known all the same.
            const length = path === '/files/large.bin' ? '3000000' : get.headers['content-length'];
            t.is(head.headers['content-length'], length, path);
        }
    });
    test('OPTIONS says which methods a path has', async (t) => {
        const { world } = t.context;
        const hello = await world.ask('/hello', { method: 'OPTIONS' });
        t.is(hello.status, 204);
        t.is(hello.headers.allow, 'GET, HEAD, OPTIONS');
        t.is((await world.ask('/echo', { method: 'OPTIONS' })).headers.allow, 'OPTIONS, POST');
        t.is((await world.ask('/nope', { method: 'OPTIONS' })).status, 404);
        t.is(mirror((await world.ask('/mirror/x', { method: 'OPTIONS' })).text).method, 'OPTIONS');
    });
    test('large answers are compressed for clients that take it', async (t) => {
        const { world } = t.context;
        const plain = await world.ask('/large');
        t.is(plain.headers['content-encoding'], undefined);
        t.is(plain.headers.vary, 'accept-encoding');
        const zipped = await world.ask('/large', { headers: { 'accept-encoding': 'gzip' } });
        t.is(zipped.headers['content-encoding'], 'gzip');
        t.is(Number(zipped.headers['content-length']), zipped.bytes.length);
        t.is(gunzipSync(zipped.bytes).toString(), plain.text);
        const brotli = await world.ask('/large', { headers: { 'accept-encoding': 'br' } });
        t.is(brotliDecompressSync(brotli.bytes).toString(), plain.text);
        const small = await world.ask('/hello', { headers: { 'accept-encoding': 'gzip' } });
        t.is(small.headers['content-encoding'], undefined);
        const page = await world.ask('/files/page.html', { headers: { 'accept-encoding': 'gzip' } });
        t.regex(String(page.headers.etag), /^W\//);
        const head = await world.ask('/large', {
            method: 'HEAD',
            headers: { 'accept-encoding': 'gzip' },
        });
        t.is(head.bytes.length, 0);
    });
}
function testStreams() {
    test('a stream is lines of JSON, or events where the client asks for them', async (t) => {
        const { world } = t.context;
        const lines = await world.ask('/items');
        t.is(lines.text, '{"i":0}\n{"i":1}\n{"i":2}\n');
        t.is(lines.headers['content-type'], 'application/x-ndjson');
        t.is(lines.headers['content-length'], undefined);
        const events = await world.ask('/items', {
            headers: { accept: 'text/event-stream', 'accept-encoding': 'gzip' },
        });
        t.is(events.text, 'data: {"i":0}\n\ndata: {"i":1}\n\ndata: {"i":2}\n\n');
        t.like(events.headers, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        const zipped = await world.ask('/items', { headers: { 'accept-encoding': 'gzip' } });
        t.is(gunzipSync(zipped.bytes).toString(), lines.text);
    });
    test('a stream that fails breaks the connection, or says so in an event', async (t) => {
        const { world } = t.context;
        await t.throwsAsync(world.ask('/items/failing'));
        const { text } = await world.ask('/items/failing', { headers: { accept: 'text/event-stream' } });
        t.regex(text, /^data: \{"i":0\}\n\nevent: error\ndata: \{"id":"ERR_OURS",.*\}\n\n$/);
    });
    test('items arrive as they are made', async (t) => {
        const { hostname, port } = new URL(t.context.world.origin);
        const request = httpRequest({ hostname, port, path: '/endless', agent: false });
        request.on('error', () => { });
        request.end();
        const [response] = (await once(request, 'response'));
        let text = '';
        for await (const part of response) {
            text += part.toString();
            if (text.includes('{"i":5}'))
                break;
        }
        request.destroy();
        t.true(text.startsWith('{"i":0}\n{"i":1}\n'));
    });
}
const kRefusals = [
    ['a path that nobody offers', '/nope', 'GET', 404, 'ERR_NO_ROUTE'],
    ['a method that a path does not have', '/hello', 'POST', 405, 'ERR_METHOD'],
    ['a method that a path of the gateway does not have', '/healthz', 'POST', 405, 'ERR_METHOD'],
    ['an error of the handler', '/refused', 'GET', 409, 'ERR_OURS'],
    ['a bug of the handler', '/broken', 'GET', 500, 'ERR_HANDLER'],
    ['a reply with a bad header', '/bad-header', 'GET', 500, 'ERR_BAD_REPLY'],
    ['a bad route that a handler passes on', '/passed-on', 'GET', 400, 'ERR_BAD_ROUTE'],
    ['a handler that wants the client to wait', '/busy', 'GET', 429, 'ERR_BUSY'],
    ['a path that is too long', `/${'x'.repeat(8_200)}`, 'GET', 414, 'ERR_PATH_TOO_LONG'],
    ['a WebSocket without an upgrade', '/_sys_/ws', 'GET', 426, 'ERR_UPGRADE_WANTED'],
    ['a reserved path that the center does not offer', '/_sys_/nothing', 'GET', 404, 'ERR_NO_ROUTE'],
];
function testRefusals() {
    for (const [what, target, method, status, id] of kRefusals) {
        test(`${what} gets ${status} in the form of errors`, async (t) => {
            const answer = await t.context.world.ask(target, { method });
            t.is(answer.status, status);
            t.is(answer.headers['content-type'], 'application/json');
            t.not(answer.headers['x-request-id'], undefined);
            const error = JSON.parse(answer.text);
            t.deepEqual(Object.keys(error), ['id', 'code', 'detail', 'status']);
            t.like(error, { id, code: status });
        });
    }
    test('405 names the methods that there are; 429 says when to come again', async (t) => {
        const { world } = t.context;
        t.is((await world.ask('/hello', { method: 'POST' })).headers.allow, 'GET, HEAD, OPTIONS');
        t.is((await world.ask('/busy')).headers['retry-after'], '1');
    });
    test('a JSON body that is none gets 400', async (t) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await t.context.world.ask('/echo', { method: 'POST', headers, body: '{' });
        t.is(answer.status, 400);
        t.like(JSON.parse(answer.text), { id: 'ERR_BAD_BODY' });
    });
    test('a body over the limit gets 413, told or found out', async (t) => {
        const { world } = t.context;
        const body = Buffer.alloc(4_000_001);
        const told = await world.ask('/echo', { method: 'POST', body }).catch((error) => error);
        if (told instanceof Error)
            t.regex(told.message, /ECONNRESET|EPIPE|hang up/);
        else
            t.like(told, { status: 413 });
        const head = 'POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4000001\r\n\r\n';
        const socket = connect(Number(new URL(world.origin).port), '127.0.0.1');
        socket.write(head);
        const [first] = (await once(socket, 'data'));
        socket.destroy();
        t.regex(first.toString(), /^HTTP\/1\.1 413 /);
        t.regex(first.toString(), /"id":"ERR_BODY_TOO_LARGE"/);
    });
    test('what the engine refuses has the form of errors, too', async (t) => {
        const socket = connect(Number(new URL(t.context.world.origin).port), '127.0.0.1');
        socket.write(`GET / HTTP/1.1\r\nHost: h\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
        let text = '';
        for await (const part of socket)
            text += String(part);
        t.regex(text, /^HTTP\/1\.1 431 /);
        t.like(JSON.parse(text.slice(text.indexOf('\r\n\r\n'))), {
            id: 'ERR_HEAD_TOO_LARGE',
            code: 431,
        });
    });
    test('a method that the gateway does not speak gets 501', async (t) => {
        const socket = connect(Number(new URL(t.context.world.origin).port), '127.0.0.1');
        socket.write('TRACE / HTTP/1.1\r\nHost: h\r\n\r\n');
        let text = '';
        for await (const part of socket)
            text += String(part);
        t.regex(text, /^HTTP\/1\.1 501 /);
        t.like(JSON.parse(text.slice(text.indexOf('\r\n\r\n'))), { id: 'ERR_NOT_SPOKEN', code: 501 });
    });
    test.serial('a body that stops coming gets 408', async (t) => {
        const engine = t.context.world.center.httpEngine ?? 'node';
        const world = await openGatewayWorld(engine, { bodyTimeoutMs: 200 });
        const socket = connect(Number(new URL(world.origin).port), '127.0.0.1');
        socket.write('POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc');
        let text = '';
        for await (const part of socket)
            text += String(part);
        t.regex(text, /^HTTP\/1\.1 408 /);
        t.like(JSON.parse(text.slice(text.indexOf('\r\n\r\n'))), { id: 'ERR_TOO_SLOW', code: 408 });
        await world.close();
    });
    test('pages of other origins may not steer the center', async (t) => {
        const { world } = t.context;
        const pause = (origin) => world.ask('/_sys_/pause', {
            method: 'POST',
            headers: { origin, 'content-type': 'application/json' },
            body: '{"target":"nobody"}',
        });
        t.is((await pause('https://evil.example')).status, 403);
        t.is((await pause(world.origin)).status, 200);
    });
    test.serial('a wildcard of some station does not hide the center’s own paths', async (t) => {
        const world = await openGatewayWorld(t.context.world.center.httpEngine ?? 'node');
        const greedy = createStation({ name: 'greedy' });
        greedy.route('/*', () => 'greedy');
        await greedy.join(`pipe:${world.center.pipe}`);
        t.is((await world.ask('/whatever')).text, '"greedy"');
        t.true(Array.isArray(JSON.parse((await world.ask('/_sys_/stations')).text)));
        t.is((await world.ask('/_sys_/nothing')).status, 404);
        t.regex((await world.ask('/metrics')).text, /^# HELP signalbox_/m);
        t.like(JSON.parse((await world.ask('/healthz')).text), { status: 'ok' });
        await greedy.leave();
        await world.close();
    });
}
function testFiles() {
    test('files are served with validators, ranges and their types', async (t) => {
        const { world } = t.context;
        const file = await world.ask('/files/a.txt');
        t.is(file.text, '0123456789');
        t.like(file.headers, { 'content-type': 'text/plain; charset=utf-8', 'content-length': '10' });
        const { etag = '' } = file.headers;
        t.is((await world.ask('/files/a.txt', { headers: { 'if-none-match': etag } })).status, 304);
        const part = await world.ask('/files/a.txt', { headers: { range: 'bytes=2-4' } });
        t.like(part, { status: 206, text: '234' });
        t.is(part.headers['content-range'], 'bytes 2-4/10');
        const beyond = await world.ask('/files/a.txt', { headers: { range: 'bytes=10-' } });
        t.is(beyond.status, 416);
        t.is(beyond.headers['content-range'], 'bytes */10');
        t.is((await world.ask('/files/large.bin')).bytes.length, 3_000_000);
        const tail = await world.ask('/files/large.bin', { headers: { range: 'bytes=-2000000' } });
        t.is(tail.bytes.length, 2_000_000);
    });
    for (const path of [
        '/files/../secret.txt',
        '/files/%2e%2e/secret.txt',
        '/files/out.txt',
        '/files/..%2fsecret.txt',
    ]) {
        test(`${path} leads nowhere`, async (t) => {
            const answer = await t.context.world.ask(path);
            t.is(answer.status, 404);
            t.false(answer.text.includes('secret"') || answer.text === 'secret');
        });
    }
    test('a route goes before a file', async (t) => {
        const { world } = t.context;
        const station = createStation({ name: 'over' });
        station.route('GET /files/page.html', () => 'route');
        await station.join(`pipe:${world.center.pipe}`);
        t.is((await world.ask('/files/page.html')).text, '"route"');
        await station.leave();
        // Until its link has ended, the station is draining, and the answer 503.
        await until(async () => (await world.ask('/files/page.html')).text.startsWith('<p>page'));
    });
    test('only GET and HEAD read files', async (t) => {
        t.is((await t.context.world.ask('/files/a.txt', { method: 'POST' })).status, 404);
    });
}
function testLife(engine) {
    test.serial('a route can be reached the moment its station has joined, and is gone when it has left', async (t) => {
        const { world } = t.context;
        for (let n = 0; n < 20; n++) {
            const station = createStation({ name: 'brief' });
            station.route(`GET /brief/${n}`, () => n);
            await station.join(`pipe:${world.center.pipe}`);
            t.is((await world.ask(`/brief/${n}`)).text, String(n));
            await station.leave();
            await until(async () => (await world.ask(`/brief/${n}`)).status === 404);
        }
    });
    test.serial('health and readiness are told', async (t) => {
        t.is((await t.context.world.ask('/healthz')).text, '{"status":"ok"}');
        t.is((await t.context.world.ask('/readyz')).text, '{"status":"ready"}');
    });
    test.serial('each request has its line in the access log', async (t) => {
        const { world } = t.context;
        const { headers } = await world.ask('/hello?for=log');
        const path = join(world.folder, 'access.log');
        const lineOf = () => readFileSync(path, 'utf8')
            .split('\n')
            .find((line) => line.includes('/hello?for=log'));
        await until(() => lineOf() !== undefined);
        t.like(JSON.parse(lineOf() ?? ''), {
            id: headers['x-request-id'],
            client: '127.0.0.1',
            method: 'GET',
            target: '/hello?for=log',
            status: 200,
            bytes: 17,
        });
    });
    test.serial('counters tell what happened', async (t) => {
        const { world } = t.context;
        const before = world.center.counters();
        await world.ask('/hello');
        await world.ask('/nope');
        const grown = (name) => (world.center.counters()[name] ?? 0) - (before[name] ?? 0);
        t.true(grown('http_requests') >= 2);
        // The gateway counts when the answer is on its way, so that the client may be first.
        await until(() => grown('http_answers_ok') >= 1);
        await until(() => grown('http_answers_client_error') >= 1);
    });
    test.serial('proxies, origins and the access log can change while it runs', async (t) => {
        const world = await openGatewayWorld(engine);
        const ask = () => world.ask('/mirror/x', {
            headers: { 'x-forwarded-for': '203.0.113.5', origin: 'https://shop.example' },
        });
        t.is(mirror((await ask()).text).client, '127.0.0.1');
        world.center.reload({
            pipe: world.center.pipe,
            log: 'silent',
            http: {
                address: '127.0.0.1:0',
                engine,
                trustProxy: ['127.0.0.1'],
                cors: ['https://shop.example'],
                accessLog: join(world.folder, 'second.log'),
            },
        });
        await until(async () => mirror((await ask()).text).client === '203.0.113.5');
        t.is((await ask()).headers['access-control-allow-origin'], 'https://shop.example');
        const teapot = await world.ask('/teapot', { headers: { origin: 'https://evil.example' } });
        t.is(teapot.headers['access-control-allow-origin'], undefined);
        const preflight = await world.ask('/hello', {
            method: 'OPTIONS',
            headers: { origin: 'https://shop.example', 'access-control-request-method': 'PUT' },
        });
        t.is(preflight.status, 204);
        t.is(preflight.headers['access-control-allow-origin'], 'https://shop.example');
        await until(() => readFileSync(join(world.folder, 'second.log'), 'utf8').includes('203.0.113.5'));
        await world.close();
    });
    test.serial('a drain lets answers on the way end', async (t) => {
        const world = await openGatewayWorld(engine);
        const slow = createStation({ name: 'slow' });
        slow.route('GET /slow', () => new Promise((resolve) => setTimeout(() => resolve('done'), 300)));
        await slow.join(`pipe:${world.center.pipe}`);
        const answer = world.ask('/slow');
        await until(() => (world.center.counters().http_requests ?? 0) > 0);
        t.is(await world.center.drain(), 0);
        t.is((await answer).text, '"done"');
        await slow.leave();
        await world.close();
    });
    test.serial('several threads share the port, or the gateway says that they cannot', async (t) => {
        if (engine === 'node' && !canSharePort(process.versions.node)) {
            const refused = { code: 'ERR_NO_HTTP_ENGINE', message: /cannot share a port/ };
            await t.throwsAsync(openGatewayWorld(engine, { workers: 2 }), refused);
            return;
        }
        const world = await openGatewayWorld(engine, { workers: 2 });
        const answers = await Promise.all(Array.from({ length: 40 }, () => world.ask('/hello')));
        t.true(answers.every(({ status }) => status === 200));
        const makers = new Set(answers.map(({ headers }) => String(headers['x-request-id']).slice(0, 12)));
        t.is(makers.size, 2);
        await world.close();
    });
}
//# sourceMappingURL=gateway-suite.js.map