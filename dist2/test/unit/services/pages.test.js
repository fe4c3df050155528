import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createStation, startCenter } from '../../../src/index.js';
import { pageOf } from '../../../src/services/index-page.js';
import { parseMetrics } from '../../support/metrics-parser.js';
import { checkOpenApi } from '../../support/openapi-check.js';
const folder = mkdtempSync(join(tmpdir(), 'signalbox-pages-'));
const center = await startCenter({
    pipe: join(folder, 'center.sock'),
    name: 'pages',
    log: 'silent',
});
const station = createStation({ name: 'orders' });
station.route('GET /orders/:id', { description: 'One order' }, ({ params }) => params.id);
station.route('GET /ticks', async function* () {
    yield 1;
});
await center.attach(station);
test.after.always(async () => {
    await center.close();
    rmSync(folder, { recursive: true, force: true });
});
const text = async (path, headers = {}) => {
    const response = await station.fetch(path, { headers });
    return { status: response.status, headers: response.headers, body: await response.text() };
};
test('/metrics answers in the form that is asked for', async (t) => {
    for (let call = 0; call < 3; call++)
        await station.call('GET /orders/7');
    const plain = await text('/metrics');
    t.is(plain.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    const calls = parseMetrics(plain.body, 'prometheus').get('signalbox_calls_total')?.samples ?? [];
    t.is(calls.find(({ labels }) => labels.rpc_method === 'GET /orders/:id')?.value, 3);
    const open = await text('/metrics', { accept: 'application/openmetrics-text' });
    t.is(open.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    const families = parseMetrics(open.body, 'openmetrics');
    t.is(families.get('signalbox_dispatch_up')?.samples[0].value, 1);
    t.true((families.get('signalbox_ring_fill_ratio')?.samples.length ?? 0) > 0);
    t.like(families.get('signalbox_build_info')?.samples[0].labels, { center: 'pages' });
});
test('/openapi.json changes with what is offered, and is not sent twice', async (t) => {
    const first = await text('/openapi.json');
    checkOpenApi(JSON.parse(first.body));
    t.is(first.headers.get('content-type'), 'application/json');
    const etag = first.headers.get('etag') ?? '';
    const same = await text('/openapi.json', { 'if-none-match': `"other", W/${etag}` });
    t.deepEqual([same.status, same.body, same.headers.get('etag')], [304, '', etag]);
    station.route('GET /new', () => 1);
    await station.registered();
    const changed = await text('/openapi.json', { 'if-none-match': etag });
    t.is(changed.status, 200);
    const { paths } = JSON.parse(changed.body);
    t.deepEqual(Object.keys(paths), ['/new', '/orders/{id}', '/ticks']);
    t.like(paths['/ticks'].get, { 'x-signalbox-streams': true });
    const all = await text('/openapi.json?all=1', { 'if-none-match': etag });
    checkOpenApi(JSON.parse(all.body));
    t.true(all.body.includes('"/_sys_/stations"'));
});
test('the documentation page and its parts are small and let nothing in', async (t) => {
    let bytes = 0;
    for (const [path, type] of [
        ['/_sys_/docs', 'text/html'],
        ['/_sys_/docs/app.js', 'text/javascript'],
        ['/_sys_/docs/model.js', 'text/javascript'],
        ['/_sys_/docs/style.css', 'text/css'],
    ]) {
        const { status, headers, body } = await text(path);
        t.is(status, 200);
        t.is(headers.get('content-type'), `${type}; charset=utf-8`);
        t.regex(headers.get('content-security-policy') ?? '', /^default-src 'self';/);
        t.is(headers.get('x-content-type-options'), 'nosniff');
        bytes += body.length;
        t.notRegex(body, /https?:\/\/(?!example\.com)|innerHTML|<script>|\son\w+="|style="/);
    }
    t.true(bytes < 24 * 1024, `${bytes} bytes`);
});
test('the index is data for programs and a page for browsers', async (t) => {
    const data = (await station.call('GET /_sys_/'));
    const routes = data.routes.map(({ route }) => route);
    for (const route of [
        'GET /metrics',
        'GET /openapi.json',
        'GET /_sys_/docs',
        'POST /_sys_/pause',
    ]) {
        t.true(routes.includes(route), route);
    }
    t.false(routes.includes('GET /orders/:id'));
    const page = await text('/_sys_', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    t.is(page.headers.get('content-type'), 'text/html; charset=utf-8');
    t.true(page.body.includes('<a href="/_sys_/stations">'));
    t.false(page.body.includes('href="/_sys_/pause"'));
});
test('what stands in the index is escaped', (t) => {
    const page = pageOf('<b>', '1', [{ route: 'GET /_sys_/"<i>', description: '<script>&' }]);
    t.true(page.includes('&lt;script&gt;&amp;'));
    t.true(page.includes('<a href="/_sys_/&quot;&lt;i&gt;">'));
    t.false(/<b>|<i>|<script>/.test(page));
});
test("paths of the center's own are refused to others", async (t) => {
    const other = createStation({ name: 'other', onEvent: () => { } });
    other.route('GET /metrics', () => 'mine');
    await t.throwsAsync(other.join(center.pipe), { code: 'ERR_BAD_ROUTE' });
});
//# sourceMappingURL=pages.test.js.map