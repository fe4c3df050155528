// Applications that others wrote, each joined by one line in a process of its own, reached through HTTP.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { request } from 'undici';
import { makeFolder } from './adopted/center-host.js';
import { runStation } from './adopted/run-station.js';
test('json-server, of Express 4: reads, filters, writes and deletes', async (t) => {
    const { center, origin } = await runStation(t, './json-server-station.js');
    const get = async (path) => (await fetch(origin + path)).json();
    t.like(await get('/posts'), { 0: { id: 1 }, 1: { title: 'second' } });
    t.deepEqual(await get('/posts/2'), { id: 2, title: 'second', author: 'bob' });
    t.like(await get('/posts?author=ann'), { 0: { id: 1 }, length: 1 });
    t.like(await get('/posts/1/comments'), { 0: { text: 'yes' } });
    t.like(await get('/posts?_sort=id&_order=desc&_limit=1'), { 0: { id: 2 }, length: 1 });
    const made = await fetch(`${origin}/posts`, {
        method: 'POST',
        body: JSON.stringify({ title: 'third — ü', text: 'x'.repeat(50_000) }),
        headers: { 'content-type': 'application/json' },
    });
    t.is(made.status, 201);
    t.regex(made.headers.get('location') ?? '', /\/posts\/3$/);
    t.like(await made.json(), { id: 3, title: 'third — ü' });
    const changed = await fetch(`${origin}/posts/3`, {
        method: 'PATCH',
        body: new URLSearchParams({ title: 'changed' }),
    });
    t.like(await changed.json(), { id: 3, title: 'changed' });
    t.is((await fetch(`${origin}/posts/3`, { method: 'DELETE' })).status, 200);
    t.is((await fetch(`${origin}/posts/3`)).status, 404);
    const paged = await fetch(`${origin}/posts?_page=1&_limit=1`);
    t.is(paged.headers.get('x-total-count'), '2');
    t.true(paged.headers.get('link')?.includes('rel="next"'));
    t.deepEqual(await center.call('GET /posts/1'), { id: 1, title: 'first', author: 'ann' });
});
test('json-server, of Express 4: caches, preflights, static pages and bad bodies', async (t) => {
    const { center, origin } = await runStation(t, './json-server-station.js');
    const first = await fetch(`${origin}/posts/1`);
    const tag = first.headers.get('etag') ?? t.fail('it has no ETag');
    // fetch would add Cache-Control: no-cache to a conditional request.
    const again = await request(`${origin}/posts/1`, { headers: { 'if-none-match': tag } });
    t.is(again.statusCode, 304);
    const preflight = await fetch(`${origin}/posts`, {
        method: 'OPTIONS',
        headers: { origin: 'http://a.example', 'access-control-request-method': 'PUT' },
    });
    t.is(preflight.status, 204);
    t.true(preflight.headers.get('access-control-allow-methods')?.includes('PUT'));
    const page = await fetch(`${origin}/`);
    t.regex(page.headers.get('content-type') ?? '', /^text\/html/);
    t.regex(await page.text(), /<html/);
    const bad = await fetch(`${origin}/posts`, {
        method: 'POST',
        body: '{ "broken',
        headers: { 'content-type': 'application/json' },
    });
    t.is(bad.status, 500); // json-server's own answer; behind a socket it is the same
    t.is((await fetch(`${origin}/nothing/here`)).status, 404);
    const routes = center.routes().map(({ route }) => route);
    t.true(routes.includes('/*'));
});
test('http-server, of node:http: files, ranges, types and listings', async (t) => {
    const folder = makeFolder();
    t.teardown(folder.remove);
    const large = randomBytes(3_000_000);
    mkdirSync(join(folder.path, 'sub'));
    writeFileSync(join(folder.path, 'large.bin'), large);
    writeFileSync(join(folder.path, 'sub', 'page ü.html'), '<p>page</p>');
    const { origin } = await runStation(t, './http-server-station.js', folder.path);
    const whole = await fetch(`${origin}/large.bin`);
    t.true(large.equals(Buffer.from(await whole.arrayBuffer())));
    const range = await fetch(`${origin}/large.bin`, { headers: { range: 'bytes=1000000-1000099' } });
    t.is(range.status, 206);
    t.is(range.headers.get('content-range'), 'bytes 1000000-1000099/3000000');
    t.true(large.subarray(1_000_000, 1_000_100).equals(Buffer.from(await range.arrayBuffer())));
    const unfit = await fetch(`${origin}/large.bin`, { headers: { range: 'bytes=9000000-' } });
    t.is(unfit.status, 416);
    const page = await fetch(`${origin}/sub/page%20%C3%BC.html`);
    t.is(await page.text(), '<p>page</p>');
    t.regex(page.headers.get('content-type') ?? '', /^text\/html/);
    t.is(page.headers.get('cache-control'), 'max-age=60');
    t.is(page.headers.get('access-control-allow-origin'), '*');
    const moved = await fetch(`${origin}/sub`, { redirect: 'manual' });
    t.is(moved.status, 302);
    t.regex(await (await fetch(`${origin}/sub/`)).text(), /page/);
    const head = await fetch(`${origin}/large.bin`, { method: 'HEAD' });
    t.is(head.headers.get('content-length'), '3000000');
    t.is(await head.text(), '');
    const since = whole.headers.get('last-modified') ?? '';
    const fresh = await fetch(`${origin}/large.bin`, { headers: { 'if-modified-since': since } });
    t.is(fresh.status, 304);
    for (const path of ['/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/absent']) {
        t.true([403, 404].includes((await fetch(origin + path)).status), path);
    }
});
//# sourceMappingURL=adopt-applications.test.js.map