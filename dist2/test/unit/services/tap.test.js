import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { CenterError } from '../../../src/base/errors.js';
import { connect, createStation, startCenter, } from '../../../src/index.js';
import { refusalOf } from '../../support/refusal.js';
import { until } from '../../support/until.js';
let folder = '';
let center;
let client;
let far;
test.before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-tap-'));
    center = await startCenter({ pipe: join(folder, 'center.sock'), log: 'silent' });
    far = offer(createStation({ name: 'far', onEvent: () => { } }), 'far');
    await far.join(center.pipe);
    await center.attach(offer(createStation({ name: 'near' }), 'near'));
    client = await connect(center.pipe, { name: 'caller' });
});
test.after.always(async () => {
    await client.close();
    await far.leave();
    await center.close();
    rmSync(folder, { recursive: true, force: true });
});
function offer(station, name) {
    station.route(`POST /${name}/echo`, async (call) => call.body);
    station.route(`GET /${name}/reset/:token`, (call) => call.path.length);
    station.route(`GET /${name}/fails`, () => {
        throw new CenterError({ code: 'SKU', text: 'no such sku', status: 422, retryable: false });
    });
    station.route(`GET /${name}/held`, (call) => new Promise((_, reject) => {
        call.signal.addEventListener('abort', () => reject(new Error('nobody waits')));
    }));
    station.route(`GET /${name}/many`, async function* () {
        for (let turn = 0; turn < 3; turn++)
            yield { turn };
    });
    station.route(`GET /${name}/busy`, () => 1);
    return station;
}
/** The items of a tap, collected as they come. */
async function tapped(route, query = '') {
    const leave = new AbortController();
    const path = `GET /_sys_/tap?route=${encodeURIComponent(route)}${query}`;
    const reply = (await client.call(path, undefined, {
        signal: leave.signal,
    }));
    const items = [];
    const ended = (async () => {
        for await (const item of reply)
            items.push(item);
    })();
    return { items, leave: () => leave.abort(new Error('seen enough')), ended: ended.catch(() => { }) };
}
for (const name of ['far', 'near']) {
    const callers = {
        'over a link': () => client,
        'in the main thread': () => center,
    };
    for (const [where, callerOf] of Object.entries(callers)) {
        test.serial(`${name} station, called ${where}: shows who called whom, how long, and how much`, async (t) => {
            const tap = await tapped(`POST /${name}/echo`);
            await callerOf().call(`POST /${name}/echo`, { password: 'x' });
            await until(() => tap.items.length === 1);
            const [item] = tap.items;
            t.like(item, {
                station: `${name}.1`,
                path: `/${name}/echo`,
                status: 0,
                code: '',
                requestBytes: 16,
                replyBytes: 16,
                seen: 1,
                dropped: 0,
            });
            t.is(item?.caller.split('.')[0], where === 'over a link' ? 'caller' : 'signalbox');
            t.true(Math.abs((item?.atMs ?? 0) - Date.now()) < 20_000);
            t.true((item?.durationUs ?? -1) >= 0);
            t.false('request' in (item ?? {}));
            tap.leave();
            await tap.ended;
        });
        test.serial(`${name} station, called ${where}: shows bodies without secrets, when they are wanted`, async (t) => {
            const tap = await tapped(`POST /${name}/echo`, '&bodies=1&redact=iban');
            const call = (body) => callerOf().call(`POST /${name}/echo`, body);
            await call({ a: 1, password: 'x', iban: 'AT1' });
            await call({ text: 'ä'.repeat(5_000), token: 'x' });
            await call(Uint8Array.from([1, 2, 3]));
            await until(() => tap.items.length === 3);
            const [small, large, bytes] = tap.items;
            t.is(small?.request, '{"a":1,"password":"***","iban":"***"}');
            t.is(small?.reply, small?.request);
            t.is(large?.requestBytes, 10_023);
            t.true(large?.request?.startsWith('{"text":"ää'));
            t.is(Buffer.byteLength(large?.request ?? ''), 2_047); // the character that was cut is left out
            t.is(bytes?.requestBytes, 3);
            t.false('request' in (bytes ?? {}));
            tap.leave();
            await tap.ended;
        });
        test.serial(`${name} station, called ${where}: hides parameters that are secrets`, async (t) => {
            const tap = await tapped(`GET /${name}/reset/:token`);
            await callerOf().call(`GET /${name}/reset/abcdef?x=abcdef`);
            await until(() => tap.items.length === 1);
            t.is(tap.items[0]?.path, `/${name}/reset/***`);
            tap.leave();
            await tap.ended;
        });
        test.serial(`${name} station, called ${where}: shows failures with their codes`, async (t) => {
            const fails = await tapped(`GET /${name}/fails`);
            const held = await tapped(`GET /${name}/held`);
            await t.throwsAsync(callerOf().call(`GET /${name}/fails`));
            await t.throwsAsync(callerOf().call(`GET /${name}/held`, undefined, { timeoutMs: 20 }));
            const giveUp = new AbortController();
            const call = callerOf().call(`GET /${name}/held`, undefined, { signal: giveUp.signal });
            setTimeout(() => giveUp.abort(new Error('enough')), 20);
            await t.throwsAsync(call);
            center.pause(`GET /${name}/fails`);
            await until(async () => (await refusalOf(callerOf().call(`GET /${name}/fails`))).code === 'ERR_PAUSED');
            center.resume(`GET /${name}/fails`);
            await until(() => fails.items.some(({ code }) => code === 'ERR_PAUSED') && held.items.length === 2);
            t.like(fails.items[0], { status: 422, code: 'SKU', station: `${name}.1` });
            t.like(fails.items.find(({ code }) => code === 'ERR_PAUSED'), { status: 503, station: '' });
            // Whose clock finds the deadline first, the caller's or the center's, is open.
            t.true(['ERR_DEADLINE', 'ERR_CANCELLED'].includes(held.items[0]?.code ?? ''));
            t.true((held.items[0]?.durationUs ?? 0) >= 10_000);
            t.like(held.items[1], { status: 499, code: 'ERR_CANCELLED' });
            for (const tap of [fails, held]) {
                tap.leave();
                await tap.ended;
            }
        });
        test.serial(`${name} station, called ${where}: shows a stream when it is over`, async (t) => {
            const tap = await tapped(`GET /${name}/many`);
            const items = [];
            for await (const item of (await callerOf().call(`GET /${name}/many`)))
                items.push(item);
            t.is(items.length, 3);
            await until(() => tap.items.length === 1);
            t.is(tap.items[0]?.status, 0);
            tap.leave();
            await tap.ended;
        });
        test.serial(`${name} station, called ${where}: shows a sample, no more than the rate, and counts the rest`, async (t) => {
            const sample = await tapped(`GET /${name}/busy`, '&every=10&rate=1000');
            const slow = await tapped(`GET /${name}/busy`, '&rate=2');
            for (let turn = 0; turn < 100; turn++)
                await callerOf().call(`GET /${name}/busy`);
            await until(() => sample.items.length === 10 && slow.items.length >= 2);
            t.is(sample.items.at(-1)?.seen, 100);
            t.is(sample.items.at(-1)?.dropped, 0);
            await until(async () => {
                await callerOf().call(`GET /${name}/busy`);
                return (slow.items.at(-1)?.dropped ?? 0) > 50;
            });
            for (const tap of [sample, slow]) {
                tap.leave();
                await tap.ended;
            }
        });
    }
}
test.serial('a tap of what is not offered is not found, and nonsense is refused', async (t) => {
    const codeOf = async (query) => (await refusalOf(client.call(`GET /_sys_/tap?${query}`))).code;
    t.is(await codeOf('route=GET%20/nothing'), 'ERR_NOT_FOUND');
    const route = `route=${encodeURIComponent('GET /far/busy')}`;
    for (const query of [
        '',
        'route=',
        `${route}&every=0`,
        `${route}&rate=1001`,
        `${route}&rate=x`,
        `${route}&redact=${'a,'.repeat(51)}`,
    ])
        t.is(await codeOf(query), 'ERR_BAD_ARGUMENT', query);
});
test.serial('taps are bounded, and end when their caller leaves', async (t) => {
    const taps = await Promise.all(Array.from({ length: 16 }, () => tapped('GET /far/busy')));
    const one = await refusalOf(client.call(`GET /_sys_/tap?route=${encodeURIComponent('GET /far/busy')}`));
    t.is(one.code, 'ERR_OVERLOADED');
    for (const tap of taps)
        tap.leave();
    for (const tap of taps)
        await tap.ended;
    const other = await connect(center.pipe, { name: 'other' });
    await until(async () => {
        const reply = await other
            .call(`GET /_sys_/tap?route=${encodeURIComponent('GET /far/busy')}`)
            .catch(() => null);
        return reply !== null;
    });
    await other.close(); // with its tap open
    const again = [];
    await until(async () => {
        const tap = await tapped('GET /far/busy').catch(() => null);
        if (tap !== null)
            again.push(tap);
        return again.length === 16;
    });
    for (const tap of again)
        tap.leave();
    for (const tap of again)
        await tap.ended;
});
test.serial('a slow listener loses calls, and nobody waits for it', async (t) => {
    const leave = new AbortController();
    const path = `GET /_sys_/tap?route=${encodeURIComponent('GET /near/busy')}&rate=1000`;
    const reply = (await client.call(path, undefined, {
        signal: leave.signal,
    }));
    const iterator = reply[Symbol.asyncIterator]();
    for (let turn = 0; turn < 900; turn++)
        await center.call('GET /near/busy');
    const shown = [];
    while ((shown.at(-1)?.dropped ?? 0) === 0) {
        await center.call('GET /near/busy');
        const result = await iterator.next();
        if (result.done === true)
            break;
        shown.push(result.value);
    }
    t.true(shown.length < 600);
    t.true((shown.at(-1)?.dropped ?? 0) > 100);
    leave.abort(new Error('seen enough'));
});
//# sourceMappingURL=tap.test.js.map