import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { centerError } from '../../../src/base/errors.js';
import { kPlain } from '../../../src/cli/colors.js';
import { tapLines } from '../../../src/cli/tap.js';
import { run } from './fake-context.js';
const kItem = {
    atMs: new Date(2026, 0, 2, 10, 22, 1, 45).getTime(),
    caller: 'web.1',
    station: 'orders.2',
    path: '/orders/7',
    status: 0,
    code: '',
    durationUs: 1_250,
    requestBytes: 0,
    replyBytes: 16,
    seen: 1,
    dropped: 0,
};
async function* items(...all) {
    yield* all;
}
test('a call is a line, and a line for each body', (t) => {
    t.is(tapLines(kItem, kPlain), '10:22:01.045  web.1 → orders.2  ok  1.3 ms  0/16 B  /orders/7\n');
    t.is(tapLines({ ...kItem, status: 503, code: 'ERR_PAUSED', station: '', request: '{"a":1}', reply: 'x' }, kPlain), '10:22:01.045  web.1 → no station  503 ERR_PAUSED  1.3 ms  0/16 B  /orders/7\n' +
        '    → {"a":1}\n    ← x\n');
});
test('nothing of a call steers the terminal', (t) => {
    const bad = '\u001b[2J\n\u202e';
    const hostile = {
        ...kItem,
        caller: bad,
        station: bad,
        path: bad,
        code: bad,
        status: 500,
        request: bad,
    };
    const text = tapLines(hostile, kPlain);
    for (const bytes of ['\u001b', '\u202e'])
        t.false(text.includes(bytes));
    t.is(text.split('\n').length, 3);
    t.notThrows(() => tapLines({ atMs: 1e300, durationUs: 'x' }, kPlain));
});
test('asks for what the flags say', async (t) => {
    const flags = '--sample 1/100 --max-rate 5 --bodies --redact iban,pin -n 2 -o json';
    const { exitCode, asked, stdout, stderr } = run(['tap', 'GET /orders/:id', ...flags.split(' ')], {
        answer: () => items(kItem, { ...kItem, seen: 300, dropped: 4 }, kItem),
    });
    t.is(await exitCode, 0);
    t.is(asked.calls[0]?.[0], 'GET /_sys_/tap?route=GET+%2Forders%2F%3Aid&every=100&rate=5&bodies=1&redact=iban%2Cpin');
    t.is(stdout().split('\n').length, 3);
    t.is(stderr(), '… 4 calls left out (over --max-rate)\n2 calls shown of 300, 4 left out over the rate\n');
});
test('ends at a signal, and says what was shown', async (t) => {
    async function* endless(signal) {
        yield kItem;
        await new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(new Error('cancelled')));
        });
    }
    const command = run(['tap', 'GET /orders/:id'], {
        answer: (_route, options) => endless(options?.signal),
    });
    while (command.stdout() === '')
        await setImmediate();
    command.stop();
    t.is(await command.exitCode, 0);
    t.is(command.stderr(), '1 calls shown of 1, 0 left out over the rate\n');
});
test('refuses what is no sample, no rate and no route, before it connects', async (t) => {
    for (const args of [
        ['tap'],
        ['tap', 'orders'],
        ['tap', '/a', '--sample', '2'],
        ['tap', '/a', '--sample', '1/0'],
        ['tap', '/a', '--sample', '1/1000001'],
        ['tap', '/a', '--max-rate', '0'],
        ['tap', '/a', '--max-rate', '1001'],
    ]) {
        const { exitCode, asked } = run(args);
        t.not(await exitCode, 0, args.join(' '));
        t.deepEqual(asked.connects, []);
    }
});
test('a route that is not offered is not found', async (t) => {
    const { exitCode, stdout, stderr } = run(['tap', 'GET /x'], {
        answer: () => {
            throw centerError('ERR_NOT_FOUND', { what: 'GET /x' });
        },
    });
    t.not(await exitCode, 0);
    t.is(stdout(), '');
    t.true(stderr().includes('GET /x not found'));
    const odd = run(['tap', 'GET /x'], { answer: () => 7 });
    t.not(await odd.exitCode, 0);
    t.regex(odd.stderr(), /^ERR_BAD_REPLY: /);
});
//# sourceMappingURL=tap.test.js.map