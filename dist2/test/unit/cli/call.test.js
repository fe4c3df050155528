import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { run } from './fake-context.js';
/** Turns of the event loop until a command has come so far; it needs a handful. */
const kTurnsMax = 10_000;
async function untilPrinted(command, text) {
    for (let turn = 0; !command.stdout().includes(text); turn++) {
        if (turn > kTurnsMax)
            throw new Error(`not printed: ${text}; stdout: ${command.stdout()}`);
        await setImmediate();
    }
}
test('a time has a unit, or is milliseconds', async (t) => {
    for (const [text, timeoutMs] of [
        ['200ms', 200],
        ['1.5s', 1_500],
        ['2m', 120_000],
        ['1h', 3_600_000],
        ['250', 250],
    ]) {
        for (const name of ['--timeout', '--request_timeout']) {
            const { exitCode, asked } = run(['call', '/a', name, text]);
            t.is(await exitCode, 0);
            t.deepEqual(asked.calls, [['/a', undefined, { timeoutMs }]]);
        }
    }
    for (const text of ['', '1d', '0ms', '25h', '1.5', '-1s', '1 s', 's']) {
        const { exitCode, asked, stderr } = run(['call', '/a', '--timeout', text]);
        t.not(await exitCode, 0, text);
        t.regex(stderr(), /time like 200ms/);
        t.deepEqual(asked.connects, []);
    }
});
test('header fields go along, also as metadata', async (t) => {
    const flags = ['--header', 'x-tenant=a=b', '--metadata', 'foo=bar', '--header', 'empty='];
    for (const command of ['call', 'stream']) {
        const { exitCode, asked } = run([command, '/a', ...flags]);
        t.is(await exitCode, 0);
        t.deepEqual(asked.calls[0]?.[2]?.headers, { 'x-tenant': 'a=b', empty: '', foo: 'bar' });
    }
    for (const text of ['x', '=x', '']) {
        const { exitCode, asked } = run(['call', '/a', '--header', text]);
        t.not(await exitCode, 0);
        t.deepEqual(asked.connects, []);
    }
});
test('a body that is no JSON is no request, with exit 1 and before it connects', async (t) => {
    for (const args of [
        ['call', '/a', '{bad json'],
        ['call', 'orders', 'Orders.Get', '{bad json'],
        ['stream', '/a', '{bad json'],
        ['publish', 'topic', '{bad json'],
    ]) {
        const { exitCode, asked, stderr, stdout } = run(args);
        t.is(await exitCode, 1);
        t.regex(stderr(), /^Error creating request: the body is not JSON: /);
        t.is(stdout(), '');
        t.deepEqual(asked.connects, []);
    }
});
test('SERVICE ENDPOINT: says which of the two is not there, as go-micro scripts read it', async (t) => {
    const answer = () => [{ name: 'orders' }];
    for (const [args, exit, text] of [
        [['call', 'nosuch', 'Foo.Bar', '{}'], 4, 'Service "nosuch" not found\n'],
        [['call', 'orders', 'Orders.Get', '{}'], 5, 'Service method "Orders.Get" not found\n'],
        [['stream', 'orders', 'Orders.Get'], 5, 'Service method "Orders.Get" not found\n'],
        [
            ['call', 'orders', 'Nope', '{}'],
            3,
            'Method name "Nope" invalid format. Expecting service.endpoint\n',
        ],
    ]) {
        const { exitCode, asked, stderr, stdout } = run(args, { answer });
        t.is(await exitCode, exit);
        t.is(stderr(), text);
        t.is(stdout(), '');
        t.deepEqual(asked.calls, [['GET /_sys_/services', undefined, undefined]]);
    }
});
test('stream: objects one behind the other, without a line between or at the end', async (t) => {
    async function* items() {
        yield { msg: 's 0' };
        yield { msg: 's 1' };
    }
    const { exitCode, stdout } = run(['stream', '/s', '{"n":2}'], { answer: items });
    t.is(await exitCode, 0);
    t.is(stdout(), '{\n\t"msg": "s 0"\n}{\n\t"msg": "s 1"\n}');
    const raw = run(['stream', '/s', '-o', 'raw'], { answer: items });
    t.is(await raw.exitCode, 0);
    t.is(raw.stdout(), '{"msg":"s 0"}\n{"msg":"s 1"}\n');
    const single = run(['stream', '/s'], { answer: () => ({ a: 1 }) });
    t.is(await single.exitCode, 0);
    t.is(single.stdout(), '{\n\t"a": 1\n}');
});
test('stream: a signal cancels the call, and is no failure', async (t) => {
    let signal;
    async function* items() {
        yield 1;
        await new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(new Error('cancelled')));
        });
    }
    const command = run(['stream', '/s'], {
        answer: (_route, options) => {
            signal = options?.signal;
            return items();
        },
    });
    await untilPrinted(command, '1');
    command.stop();
    t.is(await command.exitCode, 0);
    t.true(signal?.aborted);
    t.is(command.stderr(), '');
    t.deepEqual(command.asked.events, ['disconnect']);
    t.is(command.listenerCount(), 0);
});
test('publish: sends what it is given', async (t) => {
    for (const [args, message] of [
        [['publish', 'news'], undefined],
        [['publish', 'news', '{"a":1}'], { a: 1 }],
        [['publish', 'news', '-'], 'ä'],
    ]) {
        const { exitCode, asked, stdout } = run(args, { stdin: '"ä"' });
        t.is(await exitCode, 0);
        t.deepEqual(asked.published, [['news', message]]);
        t.is(stdout(), '');
    }
});
test('publish: tells programs what was published', async (t) => {
    for (const [args, bytes] of [
        [['news'], 0],
        [['news', '{"a":"ä"}'], 10],
    ]) {
        const { exitCode, stdout } = run(['publish', ...args, '-o', 'json']);
        t.is(await exitCode, 0);
        t.is(stdout(), `{"topic":"news","bytes":${bytes}}\n`);
    }
});
test('subscribe: one line for each message, and ends after --count of them', async (t) => {
    const messages = [{ a: 1 }, undefined, Uint8Array.from([1, 255]), 'four'];
    const { exitCode, stdout, asked } = run(['subscribe', 'news', '--group', 'g', '-n', '3'], {
        messages,
    });
    t.is(await exitCode, 0);
    t.is(stdout(), '{"a":1}\nnull\n{"base64":"Af8="}\n');
    t.deepEqual(asked.events, ['subscribe news g', 'disconnect']);
    const raw = run(['subscribe', 'news', '-n', '3', '-o', 'raw'], { messages });
    t.is(await raw.exitCode, 0);
    t.deepEqual(raw.stdoutBytes(), Buffer.from('{"a":1}\nnull\n\u0001\u00ff', 'latin1'));
});
test('subscribe: ends at a signal, and says what was lost', async (t) => {
    const command = run(['subscribe', 'news'], { messages: ['one'], messagesLostCount: 2 });
    await untilPrinted(command, '"one"\n');
    command.stop();
    t.is(await command.exitCode, 0);
    t.is(command.stderr(), 'warning: 2 messages were lost: stdout was too slow\n');
});
//# sourceMappingURL=call.test.js.map