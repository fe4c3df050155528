// The suites, and what uws cannot do.
import test from 'ava';
import { until } from '../support/until.js';
import { httpBodySuite } from './http-body-suite.js';
import { httpLimitSuite } from './http-limit-suite.js';
import { httpSocketSuite } from './http-socket-suite.js';
import { openHttp, RawClient } from './http-world.js';
httpBodySuite('node');
httpSocketSuite('node');
httpLimitSuite('node');
test('node answers a head that does not come in time with 408', async (t) => {
    const world = await openHttp(t, 'node', { limits: { headTimeoutMs: 200 } });
    const client = new RawClient(t, world);
    client.send('GET / HTTP/1.1\r\nHost: a\r\n');
    await client.closed();
    t.deepEqual(client.statuses, [408]);
    t.regex(client.text, /"status":408/);
});
test('node ends a connection that lies idle', async (t) => {
    const world = await openHttp(t, 'node', { limits: { idleTimeoutMs: 200 } });
    const client = new RawClient(t, world);
    client.get('/');
    await client.has('404');
    await client.closed();
    await until(() => world.server.connectionCount === 0);
    t.deepEqual(client.statuses, [404]);
});
test('node answers pipelined requests in order, whichever is ready first', async (t) => {
    const answers = [];
    const world = await openHttp(t, 'node', {
        onRequest: (_request, response) => answers.push(response),
    });
    const client = new RawClient(t, world);
    for (const target of ['/1', '/2', '/3'])
        client.get(target);
    await until(() => answers.length === 3);
    for (const [index, answer] of [...answers.entries()].reverse()) {
        answer.send(200, [], `<${index}>`);
    }
    await client.has('<2>');
    t.deepEqual(client.text.match(/<\d>/g), ['<0>', '<1>', '<2>']);
});
test('node bounds the requests that one connection has on the way', async (t) => {
    const answers = [];
    const world = await openHttp(t, 'node', {
        onRequest: (_request, response) => answers.push(response),
    });
    const client = new RawClient(t, world);
    for (let count = 0; count < 150; count++)
        client.get('/');
    await until(() => answers.length === 100);
    for (const answer of answers)
        answer.send(200, [], '');
    await client.closed();
    t.is(answers.length, 100);
    t.deepEqual([client.statuses.length, client.statuses.at(-1)], [101, 503]);
});
test('node refuses connections over its cap before they say a word', async (t) => {
    const world = await openHttp(t, 'node', { limits: { connectionsMax: 1 } });
    const first = new RawClient(t, world);
    first.get('/');
    await first.has('404');
    const second = new RawClient(t, world);
    await second.closed();
    t.deepEqual(second.statuses, [503]);
});
//# sourceMappingURL=http-node.test.js.map