import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { StaticFiles, safeNames } from '../../../src/gateway/static-files.js';
import { headerOf } from '../../../src/wire/header-list.js';
import { fakeRequest } from '../../support/fake-request.js';
import { refusalOf } from '../../support/refusal.js';
const base = mkdtempSync(join(tmpdir(), 'signalbox-static-'));
const root = join(base, 'root');
mkdirSync(join(root, 'sub', '.hidden'), { recursive: true });
mkdirSync(join(base, 'rootless'));
writeFileSync(join(base, 'secret.txt'), 'secret');
writeFileSync(join(base, 'rootless', 'secret.txt'), 'secret');
writeFileSync(join(root, 'index.html'), '<p>root</p>');
writeFileSync(join(root, 'a.txt'), '0123456789');
writeFileSync(join(root, 'ä ö.txt'), 'umlaut');
writeFileSync(join(root, '.env'), 'secret');
writeFileSync(join(root, 'sub', 'index.html'), '<p>sub</p>');
writeFileSync(join(root, 'sub', 'b.json'), '{}');
writeFileSync(join(root, 'sub', '.hidden', 'c.txt'), 'secret');
symlinkSync(join(base, 'secret.txt'), join(root, 'out.txt'));
symlinkSync(base, join(root, 'up'));
symlinkSync(join(root, '.env'), join(root, 'env.txt'));
symlinkSync(join(root, 'a.txt'), join(root, 'inside.txt'));
symlinkSync('loop', join(root, 'loop'));
utimesSync(join(root, 'a.txt'), 1_700_000_000.5, 1_700_000_000.5);
const files = await StaticFiles.open([
    { prefix: '/files', folder: root },
    { prefix: '/files/deep/', folder: join(root, 'sub') },
]);
async function answerOf(target, given = {}) {
    const answer = await files.find(target, fakeRequest({ target, ...given }));
    if (answer === null)
        return null;
    const part = answer.part ?? { start: 0, bytes: 0 };
    const body = Buffer.alloc(part.bytes);
    await answer.read(body, part.start);
    await answer.close();
    return { status: answer.status, headers: answer.headers, body: body.toString() };
}
const found = [
    ['/files', '<p>root</p>', 'text/html; charset=utf-8'],
    ['/files/', '<p>root</p>', 'text/html; charset=utf-8'],
    ['/files/index.html', '<p>root</p>', 'text/html; charset=utf-8'],
    ['/files/a.txt', '0123456789', 'text/plain; charset=utf-8'],
    ['/files//a.txt', '0123456789', 'text/plain; charset=utf-8'],
    ['/files/%61.txt', '0123456789', 'text/plain; charset=utf-8'],
    ['/files/%C3%A4%20%C3%B6.txt', 'umlaut', 'text/plain; charset=utf-8'],
    ['/files/inside.txt', '0123456789', 'text/plain; charset=utf-8'],
    ['/files/sub/', '<p>sub</p>', 'text/html; charset=utf-8'],
    ['/files/sub/b.json', '{}', 'application/json; charset=utf-8'],
    ['/files/deep/b.json', '{}', 'application/json; charset=utf-8'],
];
for (const [path, body, type] of found) {
    test(`${path} is a file`, async (t) => {
        const answer = await answerOf(path);
        t.is(answer?.body, body);
        t.is(headerOf(answer?.headers ?? [], 'content-type'), type);
    });
}
/** Ways out of the folder, or to what is hidden in it. */
const kept = [
    '/files/..',
    '/files/../secret.txt',
    '/files/../../etc/passwd',
    '/files/sub/../../secret.txt',
    '/files/sub/../a.txt',
    '/files/./a.txt',
    '/files/%2e%2e/secret.txt',
    '/files/%2E%2E/secret.txt',
    '/files/.%2e/secret.txt',
    '/files/%2e./secret.txt',
    '/files/..%2fsecret.txt',
    '/files/..%2Fsecret.txt',
    '/files/%2e%2e%2fsecret.txt',
    '/files/..%5csecret.txt',
    '/files/..\\secret.txt',
    '/files/%2e%2e%5csecret.txt',
    '/files/%252e%252e/secret.txt',
    '/files/%252e%252e%252fsecret.txt',
    '/files/..%252fsecret.txt',
    '/files/%c0%ae%c0%ae/secret.txt',
    '/files/%c0%af../secret.txt',
    '/files/%e0%80%ae%e0%80%ae/secret.txt',
    '/files/%uff0e%uff0e/secret.txt',
    '/files/....//secret.txt',
    '/files/...//secret.txt',
    '/files/..;/secret.txt',
    '/files/sub/%2e%2e/%2e%2e/secret.txt',
    '/files/a.txt%00',
    '/files/a.txt%00.html',
    '/files/%00',
    '/files/%00/../secret.txt',
    '/files/a.txt%0a',
    '/files/a.txt%7f',
    '/files/a%2ftxt',
    '/files/sub%2fb.json',
    '/files/sub%5cb.json',
    '/files//etc/passwd',
    '/files/%2fetc%2fpasswd',
    `/files${join(base, 'secret.txt')}`,
    '/files/.env',
    '/files/%2eenv',
    '/files/sub/.hidden/c.txt',
    '/files/sub/%2ehidden/c.txt',
    '/files/.',
    '/files/%2e',
    '/files/out.txt',
    '/files/up/secret.txt',
    '/files/up/root/a.txt/../../secret.txt',
    '/files/up/rootless/secret.txt',
    '/files/env.txt',
    '/files/loop',
    '/filesystem',
    '/files.txt',
    '/files/../rootless/secret.txt',
    '/filesless/secret.txt',
    '/other/a.txt',
    '/',
    '',
    '/files/%',
    '/files/%zz',
    '/files/%f',
    '/files/a.txt/',
    '/files/a.txt/b',
    '/files/sub',
    '/files/nothing',
    '/files/CON:',
    `/files/${'x'.repeat(300)}`,
    `/files/${'x/'.repeat(3_000)}`,
];
for (const path of kept) {
    test(`${path.slice(0, 60) || 'an empty path'} is no file`, async (t) => {
        t.is(await answerOf(path), null);
    });
}
test('what is no file is not there, and nobody waits for its other end', async (t) => {
    t.timeout(5_000);
    const server = createServer().listen(join(root, 'socket'));
    t.teardown(() => server.close());
    await once(server, 'listening');
    t.is(await answerOf('/files/socket'), null);
    execFileSync('mkfifo', [join(root, 'fifo')]);
    t.is(await answerOf('/files/fifo'), null);
});
test('names are decoded once', (t) => {
    t.deepEqual(safeNames('/a%2562'), ['a%62']);
});
test('validators say whether the file is the one that the client has', async (t) => {
    const answer = await answerOf('/files/a.txt');
    const tag = headerOf(answer?.headers ?? [], 'etag') ?? '';
    const modified = headerOf(answer?.headers ?? [], 'last-modified') ?? '';
    t.is(modified, 'Tue, 14 Nov 2023 22:13:20 GMT');
    const statusWith = async (headers) => (await answerOf('/files/a.txt', { headers }))?.status;
    t.is(await statusWith({ 'if-none-match': tag }), 304);
    t.is(await statusWith({ 'if-none-match': `"x", W/${tag}` }), 304);
    t.is(await statusWith({ 'if-none-match': '*' }), 304);
    t.is(await statusWith({ 'if-none-match': '"x"' }), 200);
    t.is(await statusWith({ 'if-modified-since': modified }), 304);
    t.is(await statusWith({ 'if-modified-since': 'Tue, 14 Nov 2023 22:13:19 GMT' }), 200);
    t.is(await statusWith({ 'if-modified-since': 'yesterday' }), 200);
    t.is(await statusWith({ 'if-none-match': '"x"', 'if-modified-since': modified }), 200);
});
const ranges = [
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=0-1,2-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=0-1,8-9', 200, '0123456789', undefined],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=5-2', 416, '', 'bytes */10'],
    ['bytes=x', 200, '0123456789', undefined],
    ['lines=0-1', 200, '0123456789', undefined],
    ['bytes', 200, '0123456789', undefined],
];
for (const [range, status, body, field] of ranges) {
    test(`Range ${range} gets ${status}`, async (t) => {
        const answer = await answerOf('/files/a.txt', { headers: { range } });
        t.is(answer?.status, status);
        t.is(answer?.body, body);
        t.is(headerOf(answer?.headers ?? [], 'content-range'), field);
    });
}
test('a range is for GET, and for the file that the client has begun to read', async (t) => {
    const headers = { range: 'bytes=0-3' };
    t.is((await answerOf('/files/a.txt', { method: 'HEAD', headers }))?.status, 200);
    const other = { ...headers, 'if-range': '"x"' };
    t.is((await answerOf('/files/a.txt', { headers: other }))?.status, 200);
    const tag = headerOf((await answerOf('/files/a.txt'))?.headers ?? [], 'etag') ?? '';
    t.is((await answerOf('/files/a.txt', { headers: { ...headers, 'if-range': tag } }))?.status, 206);
});
test('a folder that is not there is refused at the start', async (t) => {
    const error = await refusalOf(StaticFiles.open([{ prefix: '/x', folder: join(base, 'nothing') }]));
    t.is(error.code, 'ERR_BAD_ARGUMENT');
    t.true(error.message.includes('nothing'));
});
//# sourceMappingURL=static-files.test.js.map