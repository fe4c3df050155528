// Addresses, TLS, caps, time limits and draining, the same in both engines.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import test, {} from 'ava';
import { Agent, request } from 'undici';
import { canSharePort } from '../../src/http/node-server.js';
import { makeCertificate } from '../support/certificate.js';
import { until } from '../support/until.js';
import { openHttp, RawClient } from './http-world.js';
/** Short enough for a test, far above a slow machine's hiccup. */
const kShortMs = 300;
function folderOf(t) {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-http-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    return folder;
}
/** Serial number of the certificate that a server shows. */
function serialOf(port) {
    return new Promise((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
            resolve(socket.getPeerCertificate().serialNumber);
            socket.destroy();
        });
        socket.on('error', reject);
    });
}
export function httpLimitSuite(engine) {
    test(`${engine} serves TLS, and reads its certificate again without dropping anybody`, async (t) => {
        const tls = makeCertificate(folderOf(t));
        const world = await openHttp(t, engine, {
            tls,
            onRequest: (asked, answer) => answer.send(200, [], `tls ${asked.isTls} ${asked.remoteAddress}`),
        });
        const agent = new Agent({ connect: { rejectUnauthorized: false }, connections: 1 });
        t.teardown(() => agent.destroy());
        const ask = async () => (await request(world.base, { dispatcher: agent })).body.text();
        t.is(await ask(), 'tls true 127.0.0.1');
        const before = await serialOf(world.server.port);
        makeCertificate(join(tls.certFile, '..'));
        t.is(await serialOf(world.server.port), before);
        world.server.reloadTls();
        // For a moment connections may still come in by the former listener, so that none is reset.
        await until(async () => (await serialOf(world.server.port)) !== before);
        t.is(await ask(), 'tls true 127.0.0.1');
        writeFileSync(tls.certFile, 'no certificate');
        t.throws(() => world.server.reloadTls(), { code: 'ERR_BAD_ARGUMENT' });
        t.is(await ask(), 'tls true 127.0.0.1');
        t.truthy(await serialOf(world.server.port));
    });
    test(`${engine} refuses certificates that are none`, async (t) => {
        const folder = folderOf(t);
        const tls = makeCertificate(folder);
        const missing = { ...tls, keyFile: join(folder, 'none.pem') };
        await t.throwsAsync(openHttp(t, engine, { tls: missing }), { code: 'ERR_BAD_ARGUMENT' });
        const swapped = { certFile: tls.keyFile, keyFile: tls.certFile };
        await t.throwsAsync(openHttp(t, engine, { tls: swapped }), { code: 'ERR_BAD_ARGUMENT' });
    });
    test(`${engine} says so when a port is taken, with TLS too`, async (t) => {
        const { server } = await openHttp(t, engine, {});
        const tls = makeCertificate(folderOf(t));
        await t.throwsAsync(openHttp(t, engine, { port: server.port }), { code: 'ERR_LISTEN' });
        await t.throwsAsync(openHttp(t, engine, { port: server.port, tls }), { code: 'ERR_LISTEN' });
        await t.throwsAsync(openHttp(t, engine, { host: '192.0.2.1' }), { code: 'ERR_LISTEN' });
    });
    test(`${engine} serves IPv6`, async (t) => {
        const { server } = await openHttp(t, engine, {
            host: '::1',
            onRequest: (asked, answer) => answer.send(200, [], asked.remoteAddress),
        });
        const reply = await request(`http://[::1]:${server.port}/`);
        t.is(await reply.body.text(), '::1');
    });
    const canShare = engine === 'uws' || canSharePort(process.versions.node);
    test(`${engine} shares a port among servers, or says that it cannot`, async (t) => {
        if (!canShare) {
            await t.throwsAsync(openHttp(t, engine, { isShared: true }), { code: 'ERR_NO_HTTP_ENGINE' });
            return;
        }
        let count = 0;
        const onRequest = (_asked, answer) => {
            count++;
            answer.send(200, [], '');
        };
        const first = await openHttp(t, engine, { isShared: true, onRequest });
        const second = await openHttp(t, engine, { isShared: true, port: first.server.port, onRequest });
        t.is(second.server.port, first.server.port);
        await first.server.close(kShortMs);
        const client = new RawClient(t, second);
        client.get('/');
        await until(() => client.statuses.length === 1);
        t.is(count, 1);
    });
    test(`${engine} refuses requests over its cap of connections`, async (t) => {
        const waiting = [];
        const world = await openHttp(t, engine, {
            limits: { connectionsMax: 2 },
            onRequest: (_asked, answer) => waiting.push(answer),
        });
        const clients = [new RawClient(t, world), new RawClient(t, world)];
        for (const client of clients)
            client.get('/');
        await until(() => waiting.length === 2);
        t.is(world.server.connectionCount, 2);
        const third = new RawClient(t, world);
        third.get('/');
        await third.closed();
        t.deepEqual(third.statuses, [503]);
        t.regex(third.text, /"status":503/);
        for (const answer of waiting)
            answer.send(200, ['connection-note', 'x'], 'done');
        for (const client of clients)
            await client.has('done');
        t.is(waiting.length, 2);
    });
    test(`${engine} refuses requests over the cap of one address, and forgets those that are gone`, async (t) => {
        const waiting = [];
        const world = await openHttp(t, engine, {
            limits: { connectionsPerAddressMax: 1 },
            onRequest(asked, answer) {
                if (asked.target === '/wait')
                    waiting.push(answer);
                else
                    setTimeout(() => answer.send(200, [], 'fine'), 1);
            },
        });
        const first = new RawClient(t, world);
        first.get('/wait');
        await until(() => waiting.length === 1);
        const second = new RawClient(t, world);
        second.get('/');
        await second.closed();
        t.deepEqual(second.statuses, [503]);
        first.socket.destroy();
        await until(() => world.server.connectionCount === 0);
        const third = new RawClient(t, world);
        third.get('/');
        await third.has('fine');
        t.is(waiting.length, 1);
    });
    test(`${engine} tells a reader of a body that does not come`, async (t) => {
        const failures = [];
        const world = await openHttp(t, engine, {
            limits: { bodyTimeoutMs: kShortMs },
            onRequest(asked, answer) {
                asked.collect(100, (_body, failure) => {
                    failures.push(failure);
                    answer.send(408, [], 'slow');
                });
            },
        });
        const client = new RawClient(t, world);
        client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
        await client.closed();
        t.deepEqual(failures, ['too-slow']);
        t.deepEqual(client.statuses, [408]);
    });
    test(`${engine} lets a body come slowly, as long as it comes`, async (t) => {
        const world = await openHttp(t, engine, {
            limits: { bodyTimeoutMs: 2_000 },
            onRequest(asked, answer) {
                asked.collect(100, (body, failure) => answer.send(failure === null ? 200 : 408, [], body));
            },
        });
        const client = new RawClient(t, world);
        client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n');
        for (const letter of 'hello') {
            await new Promise((resolve) => setTimeout(resolve, 100));
            client.send(letter);
        }
        await client.has('hello');
        t.deepEqual(client.statuses, [200]);
    });
    for (const how of ['whole', 'in parts']) {
        test(`${engine} ends a client that never takes its answer, ${how}`, async (t) => {
            let isBegun = false;
            let isOver = () => false;
            const world = await openHttp(t, engine, {
                limits: { writeTimeoutMs: kShortMs },
                onRequest(_asked, answer) {
                    isBegun = true;
                    isOver = () => answer.isOver;
                    const body = Buffer.alloc(32 << 20);
                    if (how === 'whole')
                        answer.send(200, [], body);
                    else {
                        answer.begin(200, []);
                        answer.write(body.subarray(0, 8 << 20));
                        void answer.whenWritable().then(() => answer.end());
                    }
                },
            });
            const client = new RawClient(t, world);
            client.socket.pause();
            client.get('/');
            await until(() => isBegun);
            await until(() => world.server.connectionCount === 0);
            t.true(isOver());
        });
    }
    test(`${engine} drains: answers on the way are completed, and nothing new is taken`, async (t) => {
        let answer = null;
        const world = await openHttp(t, engine, {
            onRequest(_asked, response) {
                answer = response;
                setTimeout(() => response.send(200, [], 'whole'), kShortMs);
            },
        });
        const idle = new RawClient(t, world);
        const client = new RawClient(t, world);
        client.get('/');
        await until(() => answer !== null);
        const closed = world.server.close(10_000);
        await t.throwsAsync(request(`${world.base}/`));
        await client.closed();
        t.true(client.text.includes('whole'));
        await closed;
        await idle.closed();
        await world.server.close(0);
    });
    test(`${engine} drains no longer than it may`, async (t) => {
        let isAsked = false;
        let isGone = false;
        const world = await openHttp(t, engine, {
            onRequest(_asked, response) {
                isAsked = true;
                response.onAborted = () => {
                    isGone = true;
                };
            },
        });
        const client = new RawClient(t, world);
        client.get('/');
        await until(() => isAsked);
        await world.server.close(50);
        await client.closed();
        await until(() => isGone);
        t.is(client.text, '');
    });
}
//# sourceMappingURL=http-limit-suite.js.map