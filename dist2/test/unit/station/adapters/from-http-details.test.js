// Details of HTTP that applications rely on.
import { createServer } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { adopt } from '../../../support/adopted.js';
import { until } from '../../../support/until.js';
test('100-continue is asked of the application', async (t) => {
    const heard = [];
    const server = createServer((_request, response) => response.end('request'));
    server.on('checkContinue', (request, response) => {
        heard.push(JSON.stringify(request.headers));
        response.writeContinue();
        response.end('continued');
    });
    const { caller, close } = await adopt(server);
    t.teardown(close);
    const headerList = ['expect', '100-continue'];
    const reply = await caller.request('POST /', { headerList, body: Buffer.from('body') });
    t.is(Buffer.from(reply.body).toString(), 'continued');
    t.regex(heard.join(), /"expect":"100-continue"/);
});
test('informational answers are left out', async (t) => {
    const { caller, close } = await adopt((_request, response) => {
        response.writeProcessing();
        response.writeEarlyHints({ link: '</a.css>; rel=preload' });
        response.end('done');
    });
    t.teardown(close);
    t.is(await (await caller.fetch('/')).text(), 'done');
});
test('the time limits of an answer hold', async (t) => {
    const { caller, close } = await adopt((_request, response) => {
        response.setTimeout(20, () => response.writeHead(503).end('too slow'));
    });
    t.teardown(close);
    const response = await caller.fetch('/');
    t.is(response.status, 503);
    t.is(await response.text(), 'too slow');
});
test('compressed JSON stays compressed', async (t) => {
    const json = JSON.stringify({ a: 1 });
    const { caller, close } = await adopt((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
        response.end(gzipSync(json));
    });
    t.teardown(close);
    const bytes = await caller.call('GET /');
    t.true(bytes instanceof Uint8Array);
    t.is(gunzipSync(bytes).toString(), json);
});
test('trailers and the fields of a connection are left out', async (t) => {
    const { caller, close } = await adopt((_request, response) => {
        response.writeHead(200, {
            trailer: 'x-sum',
            'keep-alive': 'timeout=5',
            connection: 'x-private, keep-alive',
            'x-private': '1',
            'x-public': '2',
            'content-type': 'text/plain',
        });
        response.write('a');
        response.addTrailers({ 'x-sum': '7' });
        response.end();
    });
    t.teardown(close);
    const { headers } = await caller.request('GET /');
    const names = headers.filter((_text, index) => index % 2 === 0 && headers[index] !== 'date');
    t.deepEqual(names, ['x-public', 'content-type']);
});
test('a fetch handler that says nothing more is left with its caller', async (t) => {
    const notices = { isCancelled: false };
    const { caller, close } = await adopt(() => new Response(new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
        cancel: () => {
            notices.isCancelled = true;
        },
    })), { form: 'fetch' });
    t.teardown(close);
    const response = await caller.fetch('/');
    const reader = (response.body ?? t.fail('it has no body')).getReader();
    t.is(Buffer.from((await reader.read()).value ?? []).toString(), 'first');
    await reader.cancel();
    await until(() => notices.isCancelled);
});
test('an error that a listener throws is told to the owner of the station', async (t) => {
    const { caller, close, failures } = await adopt((_request, _response) => {
        throw new Error('thrown');
    });
    t.teardown(close);
    t.is((await caller.fetch('/')).status, 500);
    t.regex(String(failures[0]), /thrown/);
});
//# sourceMappingURL=from-http-details.test.js.map