import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { CenterError, centerError } from '../../../src/base/errors.js';
import { noCenter, run } from './fake-context.js';
let directory = '';
test.before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'signalbox-cli-'));
    await writeFile(join(directory, 'token'), '  secret\n');
    await writeFile(join(directory, 'empty'), '\n');
    await writeFile(join(directory, 'body.json'), '{"sku":"A1"}\n');
});
test.after.always(() => rm(directory, { recursive: true, force: true }));
const file = (name) => join(directory, name);
test('--version prints name and version as micro does', async (t) => {
    const { exitCode, stdout, stderr } = run(['--version']);
    t.is(await exitCode, 0);
    t.is(stdout(), 'signalbox version v9.8.7\n');
    t.is(stderr(), '');
});
test('--help lists the commands, and ends with the exit codes', async (t) => {
    for (const args of [['--help'], ['call', '--help'], ['help', 'server']]) {
        const { exitCode, stdout, stderr } = run(args);
        t.is(await exitCode, 0);
        t.is(stderr(), '');
        t.regex(stdout(), /Usage: signalbox/);
        t.regex(stdout(), /Exit codes:\n(?: {2,4}\d+ .*\n){8}$/);
    }
});
test('every verb that has an answer gives it to programs', async (t) => {
    const verbs = 'stations services routes stats call stream publish subscribe top tap pause resume';
    const others = [['drain'], ['bench'], ['doctor'], ['config', 'print'], ['get', 'service']];
    for (const args of [...verbs.split(' ').map((verb) => [verb]), ...others]) {
        const { exitCode, stdout } = run([...args, '--help']);
        t.is(await exitCode, 0);
        t.regex(stdout(), /-o, --output <format> (.|\n)*"json"/, args.join(' '));
    }
});
test('without a command: one line on stderr, exit 1', async (t) => {
    const { exitCode, stdout, stderr } = run([]);
    t.is(await exitCode, 1);
    t.is(stdout(), '');
    t.is(stderr(), "No command provided to signalbox. Please refer to 'signalbox --help'\n");
});
test('an unknown command is named, exit 1', async (t) => {
    const { exitCode, stdout, stderr } = run(['frobnicate', 'x']);
    t.is(await exitCode, 1);
    t.is(stdout(), '');
    t.is(stderr(), "Unrecognized signalbox command: frobnicate. Please refer to 'signalbox --help'\n");
});
test('refuses a flag or a command that there is not, and names the nearest', async (t) => {
    for (const [args, nearest] of [
        [['server', '--data-dri', 'x'], /Did you mean --data-dir\?/],
        [['statoins'], /^Unrecognized signalbox command: statoins\..*\n\(Did you mean stations\?\)\n$/],
        [['call', '/a', '--timeuot', '5'], /Did you mean --timeout\?/],
    ]) {
        const { exitCode, asked, stdout, stderr } = run(args);
        t.is(await exitCode, 1);
        t.regex(stderr(), nearest);
        t.is(stdout(), '');
        t.deepEqual(asked.starts, []);
        t.deepEqual(asked.connects, []);
    }
});
test('refuses arguments that are too many, missing or wrong, with exit 1 and before it connects', async (t) => {
    for (const args of [
        ['call'],
        ['call', '/a', '1', '2'],
        ['call', 'orders'],
        ['call', 'get /a'],
        ['call', '/a b'],
        ['call', '/a', '@/nonexistent/file'],
        ['call', '/a', '--timeout', '0'],
        ['call', '/a', '--timeout', '1.5'],
        ['call', '/a', '--timeout', '86400001'],
        ['call', '/a', '--token-file', '/nonexistent/file'],
        ['call', '/a', '--center', ''],
        ['routes', '-o', 'xml'],
        ['stations', 'all'],
    ]) {
        const { exitCode, asked, stderr } = run(args);
        t.is(await exitCode, 1, args.join(' '));
        t.regex(stderr(), /^error: .+\n/);
        t.deepEqual(asked.connects, []);
    }
});
test('refuses what no center can start with, with exit 1', async (t) => {
    for (const [args, rule] of [
        [
            ['--ring-bytes', '1'],
            /--ring-bytes: ringBytes is 1; a power of two from 65536 to 268435456 is wanted/,
        ],
        [['--ring-bytes', '1e6'], /ringBytes is 1e6; a power of two/],
        [
            ['--log-level', 'loud'],
            /--log-level: log is loud; one of silent, error, warn, info, debug is wanted/,
        ],
        [['--tls-cert', 'c.pem'], /tls\.certFile needs tls\.keyFile/],
        [['--tls-key', 'k.pem'], /tls\.keyFile needs tls\.certFile/],
        [['--token-file', file('empty')], /is empty/],
        [['--name', ' '], /1 to 64 letters/],
        [['--data-dir', ' '], /must not be empty/],
    ]) {
        const { exitCode, asked, stderr } = run(['server', ...args]);
        t.is(await exitCode, 1);
        t.regex(stderr(), rule);
        t.deepEqual(asked.starts, []);
    }
});
test('prints a JSON reply indented by tabs, and on one line with -o raw', async (t) => {
    const answer = () => ({ id: 7 });
    const pretty = run(['call', '/orders/7'], { answer });
    t.is(await pretty.exitCode, 0);
    t.is(pretty.stdout(), '{\n\t"id": 7\n}\n');
    t.deepEqual(pretty.asked.calls, [['/orders/7', undefined, {}]]);
    t.deepEqual(pretty.asked.events, ['disconnect']);
    const raw = run(['call', '/orders/7', '-o', 'raw'], { answer });
    t.is(await raw.exitCode, 0);
    t.is(raw.stdout(), '{"id":7}\n');
});
test('prints bytes as they are, and nothing for no body', async (t) => {
    const bytes = Uint8Array.from([0, 255, 10, 128]);
    const raw = run(['call', '/a'], { answer: () => bytes });
    t.is(await raw.exitCode, 0);
    t.deepEqual(new Uint8Array(raw.stdoutBytes()), bytes);
    const none = run(['call', '/a'], {});
    t.is(await none.exitCode, 0);
    t.is(none.stdout(), '');
    const empty = run(['call', '/a'], { answer: () => null });
    t.is(await empty.exitCode, 0);
    t.is(empty.stdout(), 'null\n');
});
test('prints a stream as one line for each item, also on a terminal, up to where it fails', async (t) => {
    async function* items() {
        yield { a: 1 };
        yield 'two';
        throw centerError('ERR_STATION_LOST', { route: '/a' });
    }
    const { exitCode, stdout, stderr, asked } = run(['call', '/a'], {
        answer: items,
        isTerminal: true,
    });
    t.is(await exitCode, 127);
    t.is(stdout(), '{"a":1}\n"two"\n');
    t.is(stderr(), 'ERR_STATION_LOST: the station that answered /a is gone\n');
    t.deepEqual(asked.events, ['disconnect']);
});
test('takes the body from the argument, from a file and from stdin', async (t) => {
    for (const [json, stdin, body] of [
        ['{"sku":"A1"}', '', { sku: 'A1' }],
        ['null', '', null],
        ['-5', '', -5],
        [`@${file('body.json')}`, '', { sku: 'A1' }],
        ['-', '"ä"', 'ä'],
    ]) {
        const { exitCode, asked } = run(['call', 'POST /orders', json], { stdin });
        t.is(await exitCode, 0);
        t.deepEqual(asked.calls, [['POST /orders', body, {}]]);
    }
});
test('hands address, token and timeout on', async (t) => {
    const flags = '--center tcp://10.0.0.1:7000 --timeout 250 --token-file'.split(' ');
    const { exitCode, asked } = run(['call', '/a', ...flags, file('token')]);
    t.is(await exitCode, 0);
    t.deepEqual(asked.connects, [['tcp://10.0.0.1:7000', { name: 'signalbox-cli', token: 'secret' }]]);
    t.deepEqual(asked.calls, [['/a', undefined, { timeoutMs: 250 }]]);
});
test('says why a call failed as CODE: text, with exit 127', async (t) => {
    const noRoute = run(['call', '/a'], {
        answer: () => {
            throw centerError('ERR_NO_ROUTE', { route: 'GET /a' });
        },
    });
    t.is(await noRoute.exitCode, 127);
    t.is(noRoute.stderr(), 'ERR_NO_ROUTE: no station offers GET /a\n');
    t.is(noRoute.stdout(), '');
    const body = { code: 'SKU', text: 'bad\u001b[2J', status: 422, retryable: false };
    const own = run(['call', '/a'], {
        answer: () => {
            throw new CenterError({ ...body, details: { sku: 'A1' } });
        },
    });
    t.is(await own.exitCode, 127);
    t.is(own.stderr(), 'SKU: bad\\x1b[2J\n{"sku":"A1"}\n');
});
test('exits 4 when no center answers, 1 when the address is none, and 2 when it refuses the token', async (t) => {
    for (const args of [['call', '/a'], ['stations'], ['routes', '-o', 'json']]) {
        const { exitCode, stderr } = run(args, { refuse: noCenter });
        t.is(await exitCode, 4);
        t.is(stderr(), 'Failed to connect to signalbox server at signalbox:default\n' +
            'ERR_NO_CENTER: no center answers at /run/x.sock: ENOENT\n');
    }
    const refused = run(['call', '/a'], {
        refuse: () => {
            throw centerError('ERR_TOKEN', { name: 'signalbox-cli' });
        },
    });
    t.is(await refused.exitCode, 2);
    const nowhere = run(['call', '/a', '--center', 'x'], {
        refuse: () => {
            throw centerError('ERR_BAD_ARGUMENT', { name: 'address', value: 'x', rule: 'host:port' });
        },
    });
    t.is(await nowhere.exitCode, 1);
    // The handler's word, not the connection's.
    const passedOn = run(['call', '/a'], { answer: noCenter });
    t.is(await passedOn.exitCode, 127);
});
const kStation = {
    id: 'orders.10',
    name: 'orders',
    version: '1.2.0',
    carrier: 'shm',
    pid: 4711,
    state: 'up',
    routes: 2,
    sinceMs: 0,
    calls: 1_000,
    errors: 1,
    inFlight: 0,
    p50Us: 85,
    p99Us: 1_250,
};
test('stations: a table in the order of names, or the reply as JSON', async (t) => {
    const answer = () => [
        kStation,
        { ...kStation, id: 'orders.2\u001b', sinceMs: 'soon', p99Us: null },
    ];
    const table = run(['stations'], { answer });
    t.is(await table.exitCode, 0);
    t.deepEqual(table.asked.calls, [['GET /_sys_/stations', undefined, undefined]]);
    const [titles = '', first = '', second = '', ...rest] = table.stdout().split('\n');
    t.is(titles.replaceAll(/ {2,}/g, '|'), 'STATION|VERSION|STATE|CARRIER|PID|SINCE|ROUTES|CALLS|ERRORS|IN FLIGHT|P50|P99');
    t.regex(first, /^orders\.2\\x1b +1\.2\.0 +up +shm +4711 +- +2 +1000 +1 +0 +85 us +-$/);
    t.regex(second, /^orders\.10 .* \d+ d +2 +1000 +1 +0 +85 us +1\.3 ms$/);
    t.deepEqual(rest, ['']);
    const json = run(['stations', '-o', 'json'], { answer });
    t.is(await json.exitCode, 0);
    t.deepEqual(JSON.parse(json.stdout()), answer());
});
test('routes: shows where an endpoint is not as usual', async (t) => {
    const route = {
        route: 'GET /orders/:id',
        endpoints: [
            { station: 'orders', id: 'orders.1', weight: 1, state: 'up' },
            { station: 'orders', id: 'orders.2', weight: 5, state: 'draining' },
        ],
        calls: 10,
        errors: 0,
        inFlight: 2,
        p50Us: 1,
        p90Us: 2,
        p99Us: 3,
        p999Us: 2_000_000,
        balance: 'round-robin',
        isIdempotent: true,
        isPaused: false,
    };
    const lonely = {
        ...route,
        route: '/a',
        endpoints: [],
        balance: '',
        isIdempotent: false,
        isPaused: true,
    };
    const { exitCode, stdout } = run(['routes'], { answer: () => [lonely, route] });
    t.is(await exitCode, 0);
    const [, first = '', second = ''] = stdout().split('\n');
    t.regex(first, /^\/a +paused +10 .* - +no +-$/);
    t.regex(second, /2\.0 s +round-robin +yes +orders\.1, orders\.2 \(draining, weight 5\)$/);
});
test('shows no latency before a call has ended', async (t) => {
    const fresh = { ...kStation, calls: 2, inFlight: 2, errors: 0, p50Us: 0, p99Us: 0 };
    const { exitCode, stdout } = run(['stations'], { answer: () => [fresh] });
    t.is(await exitCode, 0);
    t.regex(stdout(), / 2 +0 +2 +- +-\n$/);
});
test('says so when there is nothing to list, or the reply is no list', async (t) => {
    for (const [command, none] of [
        ['stations', 'no station has joined\n'],
        ['routes', 'no route is offered\n'],
    ]) {
        const empty = run([command], { answer: () => [] });
        t.is(await empty.exitCode, 0);
        t.is(empty.stdout(), none);
        for (const reply of [undefined, { items: [] }, [1], [null]]) {
            const odd = run([command], { answer: () => reply });
            t.is(await odd.exitCode, 127);
            t.regex(odd.stderr(), /^ERR_BAD_REPLY: /);
        }
    }
});
//# sourceMappingURL=program.test.js.map