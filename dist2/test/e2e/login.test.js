// Who may use the center's own paths over HTTP. Other machines are played by requests that say they were forwarded.
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createStation, startCenter } from '../../src/index.js';
const kFarAway = { 'x-forwarded-for': '203.0.113.5' };
const folder = mkdtempSync(join(tmpdir(), 'signalbox-login-'));
let center;
let secret = '';
test.before(async () => {
    const http = { address: '127.0.0.1:0', engine: 'node' };
    center = await startCenter({ pipe: join(folder, 'c.sock'), dataDir: join(folder, 'data'), http });
    secret = center.accounts?.madeSecret ?? '';
    const station = createStation({ name: 's' });
    station.route('GET /open', () => 'open');
    await center.attach(station);
});
test.after.always(async () => {
    await center.close();
    rmSync(folder, { recursive: true, force: true });
});
/** node:http, because fetch lets nobody set Host. */
function ask(target, headers = {}, body, method = body === undefined ? 'GET' : 'POST') {
    const { hostname, port } = new URL(`http://${center.httpAddress ?? ''}`);
    return new Promise((resolve, reject) => {
        const asked = request({ hostname, port, path: target, method, headers, agent: false }, (came) => {
            let text = '';
            came.setEncoding('utf8');
            came.on('data', (part) => {
                text += part;
            });
            came.on('end', () => resolve({
                status: came.statusCode ?? 0,
                cookie: came.headers['set-cookie']?.[0] ?? '',
                location: came.headers.location ?? '',
                text,
            }));
        });
        asked.on('error', reject);
        asked.end(body);
    });
}
function sessionOf({ cookie }) {
    return { cookie: cookie.slice(0, cookie.indexOf(';')) };
}
test.serial('this machine may look and steer without logging in', async (t) => {
    t.is((await ask('/_sys_/stations')).status, 200);
    t.is((await ask('/_sys_/pause', { 'content-type': 'application/json' }, '{"target":"s"}')).status, 200);
    t.is((await ask('/_sys_/resume', { 'content-type': 'application/json' }, '{"target":"s"}')).status, 200);
});
test.serial('others may use what stations offer, and of the center itself its health alone', async (t) => {
    t.is((await ask('/open', kFarAway)).status, 200);
    t.is((await ask('/healthz', kFarAway)).status, 200);
    for (const path of ['/_sys_/stations', '/metrics', '/openapi.json', '/_sys_/']) {
        const { status, text } = await ask(path, kFarAway);
        t.is(status, 401, path);
        t.like(JSON.parse(text), { id: 'ERR_LOGIN', code: 401, status: 'Unauthorized' });
    }
});
test.serial('nobody says of himself that he is of this machine', async (t) => {
    t.is((await ask('/metrics', { ...kFarAway, 'x-signalbox-local': '1' })).status, 401);
    t.is((await ask('/metrics', { host: 'evil.example' })).status, 401);
});
test.serial('a browser is led to the form, and from there to where it wanted to go', async (t) => {
    const led = await ask('/_sys_/docs', { ...kFarAway, accept: 'text/html,*/*' });
    t.deepEqual([led.status, led.location], [303, '/_sys_/login?next=%2F_sys_%2Fdocs']);
    const form = await ask(led.location, kFarAway);
    t.is(form.status, 200);
    t.regex(form.text, /name="next" value="\/_sys_\/docs"/);
    const wrong = await ask('/_sys_/login', kFarAway, 'id=admin&secret=no&next=%2F_sys_%2Fdocs');
    t.is(wrong.status, 401);
    t.is(wrong.cookie, '');
    const right = await ask('/_sys_/login', kFarAway, `id=admin&secret=${secret}&next=%2F_sys_%2Fdocs`);
    t.deepEqual([right.status, right.location], [303, '/_sys_/docs']);
    t.regex(right.cookie, /; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    t.is((await ask('/_sys_/stations', { ...kFarAway, ...sessionOf(right) })).status, 200);
});
test.serial('the form leads nowhere but to the center’s own pages', async (t) => {
    for (const next of [
        'https://evil.example/',
        '//evil.example',
        '/open',
        '/_sys_/../open',
        '/_sys_/%2e%2e/open',
        '"><script>',
    ]) {
        const { text } = await ask(`/_sys_/login?next=${encodeURIComponent(next)}`, kFarAway);
        t.regex(text, /name="next" value="\/_sys_\/"/);
        const body = `id=admin&secret=${secret}&next=${encodeURIComponent(next)}`;
        t.is((await ask('/_sys_/login', kFarAway, body)).location, '/_sys_/');
    }
});
test.serial('what a path of the center carries cannot leave its place in the form', async (t) => {
    const next = '/_sys_/x"><script>alert(1)</script>';
    const { text } = await ask(`/_sys_/login?next=${encodeURIComponent(next)}`, kFarAway);
    t.notRegex(text, /<script>/);
});
test.serial('a login link is good once', async (t) => {
    const token = center.accounts?.issueLoginToken('admin') ?? '';
    const first = await ask(`/_sys_/login?token=${token}`, kFarAway);
    t.deepEqual([first.status, first.location], [303, '/_sys_/']);
    t.is((await ask('/metrics', { ...kFarAway, ...sessionOf(first) })).status, 200);
    const second = await ask(`/_sys_/login?token=${token}`, kFarAway);
    t.deepEqual([second.status, second.cookie], [401, '']);
});
test.serial('programs log in with each request', async (t) => {
    const basic = (pair) => ({
        authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    });
    t.is((await ask('/metrics', { ...kFarAway, ...basic(`admin:${secret}`) })).status, 200);
    t.is((await ask('/metrics', { ...kFarAway, ...basic('admin:no') })).status, 401);
    t.is((await ask('/metrics', { ...kFarAway, authorization: 'Basic' })).status, 401);
});
test.serial('a right secret that comes in a flood of wrong ones is never called wrong', async (t) => {
    const basic = (given) => ({
        ...kFarAway,
        authorization: `Basic ${Buffer.from(`admin:${given}`).toString('base64')}`,
    });
    const flood = Array.from({ length: 100 }, (_, index) => ask('/metrics', basic(`no${index}`)));
    const right = await ask('/metrics', basic(secret));
    const answers = await Promise.all(flood);
    const refused = [right, ...answers].filter(({ status }) => status !== 200 && status !== 401);
    t.true(refused.length > 0);
    for (const { status, text } of refused) {
        t.is(status, 503);
        t.like(JSON.parse(text), { id: 'ERR_OVERLOADED' });
    }
    t.true([200, 503].includes(right.status));
});
test.serial('logging out ends the session, and no other', async (t) => {
    const json = { ...kFarAway, 'content-type': 'application/json' };
    const body = JSON.stringify({ id: 'admin', secret });
    const [one, two] = [await ask('/_sys_/login', json, body), await ask('/_sys_/login', json, body)];
    const out = await ask('/_sys_/logout', { ...kFarAway, ...sessionOf(one) }, undefined, 'POST');
    t.is(out.status, 204);
    t.regex(out.cookie, /^signalbox_session=; .*Max-Age=0/);
    t.is((await ask('/metrics', { ...kFarAway, ...sessionOf(one) })).status, 401);
    t.is((await ask('/metrics', { ...kFarAway, ...sessionOf(two) })).status, 200);
});
test.serial('a login without id or secret names what is missing', async (t) => {
    const { status, text } = await ask('/_sys_/login', kFarAway, 'id=admin');
    t.is(status, 400);
    t.regex(text, /secret is undefined/);
});
//# sourceMappingURL=login.test.js.map