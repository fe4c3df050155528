// Bodies, answers and connections: the same in both engines.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import test from 'ava';
import { request } from 'undici';
import { until } from '../support/until.js';
import { openHttp, RawClient } from './http-world.js';
const kMiB = 1 << 20;
const kBytesMax = 64 * kMiB;
/** What kernel buffers and one pause may hold; a body of 48 MiB is far above. */
const kHeldBytesMax = 24 * kMiB;
async function echoWhole(asked, answer) {
    asked.collect(kBytesMax, (body, failure) => answer.send(failure === null ? 200 : 413, [], body));
}
async function echoParts(asked, answer) {
    answer.begin(200, ['x-parts', 'yes']);
    for await (const part of asked.stream(kBytesMax)) {
        if (!answer.write(part))
            await answer.whenWritable();
    }
    answer.end();
}
async function lengthOf(asked) {
    let bytes = 0;
    for await (const part of asked.stream(kBytesMax))
        bytes += part.length;
    return bytes;
}
function settled(work) {
    work.catch((error) => {
        throw error;
    });
}
export function httpBodySuite(engine) {
    for (const bytes of [0, 1, 1_000, 65_536, 65_537, kMiB, 20 * kMiB]) {
        for (const [how, echo] of [
            ['whole', echoWhole],
            ['in parts', echoParts],
        ]) {
            test(`${engine} carries ${bytes} bytes both ways, ${how}`, async (t) => {
                const { base } = await openHttp(t, engine, {
                    onRequest: (asked, answer) => settled(echo(asked, answer)),
                });
                const body = randomBytes(bytes);
                const reply = await request(`${base}/`, { method: 'POST', body });
                t.is(reply.statusCode, 200);
                t.is(Buffer.compare(Buffer.from(await reply.body.arrayBuffer()), body), 0);
            });
        }
    }
    test(`${engine} carries chunks both ways, and closes behind them`, async (t) => {
        const { base } = await openHttp(t, engine, {
            onRequest: (asked, answer) => {
                t.is(asked.contentLength, undefined);
                settled(echoParts(asked, answer));
            },
        });
        const body = randomBytes(3 * kMiB);
        async function* parts() {
            for (let start = 0; start < body.length; start += 100_000) {
                yield body.subarray(start, start + 100_000);
            }
        }
        const reply = await request(`${base}/`, { method: 'POST', body: Readable.from(parts()) });
        t.is(reply.headers.connection, 'close');
        t.is(Buffer.compare(Buffer.from(await reply.body.arrayBuffer()), body), 0);
    });
    test(`${engine} tells what was asked, and keeps repeated fields and UTF-8`, async (t) => {
        const world = await openHttp(t, engine, {
            onRequest(asked, answer) {
                t.is(asked.method, 'DELETE');
                t.is(asked.target, '/a%20b?c=d&c=e');
                t.is(asked.header('x-one'), 'aéb');
                t.is(asked.header('x-none'), undefined);
                t.deepEqual(asked.headers.filter((_, index) => index % 2 === 1 && asked.headers[index - 1] === 'x-two'), ['1', '2']);
                t.is(asked.remoteAddress, '127.0.0.1');
                t.false(asked.isTls);
                t.is(asked.contentLength, 0);
                answer.send(201, ['set-cookie', 'a=1', 'set-cookie', 'b=2', 'x-three', 'ü'], 'done');
            },
        });
        const client = new RawClient(t, world);
        client.send('DELETE /a%20b?c=d&c=e HTTP/1.1\r\nHost: a\r\nX-One: aéb\r\nX-Two: 1\r\nx-two: 2\r\n\r\n');
        await client.has('done');
        t.deepEqual(client.statuses, [201]);
        t.deepEqual(client.text.match(/set-cookie: .=./gi)?.length, 2);
        t.true(Buffer.from(client.text, 'latin1').toString().includes('x-three: ü'));
        t.regex(client.text, /Date: .* GMT/);
        t.regex(client.text, /Content-Length: 4\r\n/);
    });
    test(`${engine} answers HEAD, 204 and 304 without a body, on one connection`, async (t) => {
        const world = await openHttp(t, engine, {
            onRequest(asked, answer) {
                const status = Number(asked.target.slice(1));
                const work = () => answer.send(status, [], 'body');
                if (asked.header('x-later') === undefined)
                    work();
                else
                    setTimeout(work, 5);
            },
        });
        for (const fields of ['', 'X-Later: 1\r\n']) {
            const client = new RawClient(t, world);
            client.send(`HEAD /200 HTTP/1.1\r\nHost: a\r\n${fields}\r\n`);
            await client.has('\r\n\r\n');
            t.regex(client.text, /Content-Length: 4\r\n/i);
            client.get('/204', fields);
            await client.has(' 204 ');
            client.get('/304', fields);
            await client.has(' 304 ');
            client.get('/200', fields);
            await client.has('body');
            t.deepEqual(client.statuses, [200, 204, 304, 200]);
            t.is(client.text.match(/Content-Length/gi)?.length, 2);
            t.true(client.text.endsWith('\r\n\r\nbody'));
            t.false(client.isClosed);
        }
    });
    test(`${engine} begins and ends an answer without parts`, async (t) => {
        const { base } = await openHttp(t, engine, {
            onRequest(_asked, answer) {
                answer.begin(200, ['x', 'y']);
                setTimeout(() => answer.end(), 5);
            },
        });
        for (const method of ['GET', 'HEAD']) {
            const reply = await request(`${base}/`, { method });
            t.is(reply.headers.x, 'y');
            t.is(await reply.body.text(), '');
        }
    });
    test(`${engine} keeps a connection, and answers in order`, async (t) => {
        const world = await openHttp(t, engine, {
            onRequest: (asked, answer) => answer.send(200, [], `<${asked.target}>`),
        });
        const client = new RawClient(t, world);
        const targets = Array.from({ length: 50 }, (_, index) => `/${index}`);
        for (const target of targets)
            client.get(target);
        await client.has('</49>');
        t.deepEqual([...client.text.matchAll(/<(.*?)>/g)].map(([, target]) => target), targets);
    });
    for (const hasReader of [false, true]) {
        const whose = hasReader ? 'that its handler reads' : 'that nobody reads';
        test(`${engine} answers before a body ${whose} has come, and takes the next request behind it`, async (t) => {
            const bodies = [];
            const world = await openHttp(t, engine, {
                onRequest(asked, answer) {
                    if (hasReader && asked.method === 'POST')
                        bodies.push(t.throwsAsync(lengthOf(asked)));
                    answer.send(asked.method === 'POST' ? 413 : 200, [], asked.target);
                },
            });
            const client = new RawClient(t, world);
            client.send('POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n');
            await client.has('413');
            client.send(Buffer.alloc(500_000, 'x'));
            client.get('/b');
            await client.has('200');
            t.false(client.isClosed);
            t.is(bodies.length, hasReader ? 1 : 0);
            await Promise.all(bodies);
        });
    }
    test(`${engine} does one thing only with an answer: the first`, async (t) => {
        const world = await openHttp(t, engine, {
            onRequest(_asked, answer) {
                answer.send(200, [], 'one');
                t.true(answer.isOver);
                answer.send(500, [], 'two');
                answer.begin(500, []);
                t.true(answer.write('three'));
                answer.end();
            },
        });
        const client = new RawClient(t, world);
        client.get('/');
        await client.has('one');
        client.get('/');
        await until(() => client.statuses.length === 2);
        t.deepEqual(client.statuses, [200, 200]);
        t.notRegex(client.text, /two|three/);
    });
    test(`${engine} holds little for a client that does not read`, async (t) => {
        let written = 0;
        const { base } = await openHttp(t, engine, {
            onRequest(_asked, answer) {
                const part = Buffer.alloc(256 * 1024, 'x');
                settled((async () => {
                    answer.begin(200, []);
                    while (written < 48 * kMiB) {
                        written += part.length;
                        if (!answer.write(part))
                            await answer.whenWritable();
                    }
                    answer.end();
                })());
            },
        });
        const reply = await request(`${base}/`);
        let before = -1;
        await until(async () => {
            const isStill = before === written;
            before = written;
            await new Promise((resolve) => setTimeout(resolve, 200));
            return isStill;
        });
        t.true(written < kHeldBytesMax, `${written} bytes were taken for a client that reads nothing`);
        let read = 0;
        for await (const part of reply.body)
            read += part.length;
        t.is(read, 48 * kMiB);
    });
    test(`${engine} slows a client down whose body nobody reads`, async (t) => {
        let go = () => { };
        let read = 0;
        const world = await openHttp(t, engine, {
            onRequest(asked, answer) {
                const body = asked.stream(kBytesMax);
                go = () => settled((async () => {
                    for await (const part of body)
                        read += part.byteLength;
                    answer.send(200, [], 'read');
                })());
            },
        });
        const client = new RawClient(t, world);
        const bytes = 48 * kMiB;
        client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\n\r\n`);
        const part = Buffer.alloc(256 * 1024);
        let sent = 0;
        const pump = () => {
            while (sent < bytes) {
                sent += part.length;
                if (!client.socket.write(part))
                    return;
            }
        };
        client.socket.on('drain', pump);
        pump();
        let before = -1;
        await until(async () => {
            const isStill = before === sent;
            before = sent;
            await new Promise((resolve) => setTimeout(resolve, 200));
            return isStill;
        });
        t.true(sent < kHeldBytesMax, `${sent} bytes were taken that nobody reads`);
        go();
        await client.has('read');
        t.is(read, bytes);
    });
    test(`${engine} tells when the client goes, and then does nothing more`, async (t) => {
        const events = [];
        const world = await openHttp(t, engine, {
            onRequest(asked, answer) {
                answer.onAborted = () => {
                    events.push(`gone ${answer.isOver}`);
                    answer.send(200, [], 'late');
                };
                if (asked.method === 'POST')
                    asked.collect(100, (_body, failure) => events.push(`${failure}`));
                else
                    events.push('asked');
            },
        });
        const client = new RawClient(t, world);
        client.get('/');
        await until(() => events.length === 1);
        client.socket.destroy();
        await until(() => events.length === 2);
        const second = new RawClient(t, world);
        second.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
        await new Promise((resolve) => setTimeout(resolve, 50));
        second.socket.destroy();
        await until(() => events.length === 4);
        t.deepEqual(events, ['asked', 'gone true', 'aborted', 'gone true']);
    });
    test(`${engine} fails a stream whose client goes`, async (t) => {
        const failures = [];
        const world = await openHttp(t, engine, {
            onRequest(asked) {
                const body = asked.stream(100);
                settled((async () => {
                    try {
                        for await (const part of body)
                            failures.push(Buffer.from(part).toString());
                    }
                    catch (error) {
                        failures.push(error);
                    }
                })());
            },
        });
        const client = new RawClient(t, world);
        client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
        await until(() => failures.length === 1);
        client.socket.destroy();
        await until(() => failures.length === 2);
        t.is(failures[0], 'half');
        t.like(failures[1], { name: 'BodyError', failure: 'aborted' });
    });
    test(`${engine} breaks the connection of an answer that is given up`, async (t) => {
        const world = await openHttp(t, engine, {
            onRequest(_asked, answer) {
                answer.begin(200, []);
                answer.write('part');
                setTimeout(() => answer.abort(), 20);
            },
        });
        const client = new RawClient(t, world);
        client.get('/');
        await client.closed();
        t.true(client.text.includes('part'));
        t.false(client.text.includes('0\r\n\r\n'));
    });
    test(`${engine} cuts a writer that does not wait for its client`, async (t) => {
        let isGone = false;
        const world = await openHttp(t, engine, {
            limits: { waitingBytesMax: 64 * 1024 },
            onRequest(_asked, answer) {
                answer.onAborted = () => {
                    isGone = true;
                };
                answer.begin(200, []);
                const part = Buffer.alloc(64 * 1024);
                for (let count = 0; count < 1_000 && !answer.isOver; count++)
                    answer.write(part);
            },
        });
        const client = new RawClient(t, world);
        client.socket.pause();
        client.get('/');
        await until(() => isGone);
        t.true(isGone);
    });
    for (const [how, fields, body] of [
        ['declared', 'Content-Length: 11\r\n', ''],
        ['in chunks', 'Transfer-Encoding: chunked\r\n', 'b\r\nhello world\r\n'],
    ]) {
        test(`${engine} does not take a body over the bound, ${how}`, async (t) => {
            const failures = [];
            const world = await openHttp(t, engine, {
                onRequest(asked, answer) {
                    asked.collect(10, (_body, failure) => {
                        failures.push(failure);
                        answer.send(413, [], 'no');
                    });
                },
            });
            const client = new RawClient(t, world);
            client.send(`POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body}`);
            await client.closed();
            t.deepEqual(failures, ['too-large']);
            t.deepEqual(client.statuses, [413]);
            t.regex(client.text, /connection: close/i);
        });
    }
}
//# sourceMappingURL=http-body-suite.js.map