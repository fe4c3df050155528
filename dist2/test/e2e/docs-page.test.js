// The documentation page in a real browser, over HTTP.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createStation, reply, startCenter } from '../../src/index.js';
import { findBrowser, openBrowser } from '../support/browser.js';
const kHtml = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const program = findBrowser();
if (program === null)
    test.skip('the documentation page in a browser: chromium is not installed', () => { });
else {
    test('the documentation page shows what is offered, and tries it', async (t) => {
        const folder = mkdtempSync(join(tmpdir(), 'signalbox-docs-'));
        const center = await startCenter({
            pipe: join(folder, 'center.sock'),
            log: 'silent',
            http: { address: '127.0.0.1:0' },
        });
        const station = createStation({ name: 'orders' });
        station.route('GET /hostile', { description: kHtml }, () => ({ html: kHtml }));
        station.route('POST /orders/:id', {
            description: 'Takes an order',
            docs: {
                request: { type: 'object', properties: { count: { type: 'integer', minimum: 3 } } },
            },
        }, ({ params, body }) => reply({ id: params.id, body }, { status: 201 }));
        station.route('GET /ticks', { description: 'Ticks' }, async function* ({ signal }) {
            for (let tick = 1; !signal.aborted; tick++) {
                yield { tick };
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        });
        await center.attach(station);
        const origin = `http://${center.httpAddress}`;
        const browser = await openBrowser(program);
        try {
            await browser.open(`${origin}/_sys_/docs`);
            await browser.until(`document.querySelectorAll('summary').length === 3`);
            t.is(await browser.value('document.title'), 'signalbox center default');
            t.is(await browser.value(`document.querySelectorAll('img, main script').length`), 0);
            t.true(await browser.value(`document.body.textContent.includes('onerror=')`));
            // By keyboard: search, open, try.
            await browser.press('/', 191);
            t.is(await browser.value('document.activeElement.id'), 'search');
            await browser.type('takes');
            await browser.until(`document.querySelectorAll('summary').length === 1`);
            await browser.value(`document.querySelector('summary').focus()`);
            await browser.press('Enter', 13);
            await browser.until(`document.querySelector('textarea')?.value === '{\\n  "count": 3\\n}'`);
            await browser.value(`document.querySelector('.field input').focus()`);
            await browser.value(`document.querySelector('.field input').select()`);
            await browser.type('a/7');
            await browser.press('Enter', 13);
            await browser.until(`document.querySelector('form [role=status]').textContent.startsWith('201')`);
            await browser.until(`[...document.querySelectorAll('form pre')].at(-1)?.textContent.includes('"count": 3') === true`);
            t.true(await browser.value(`[...document.querySelectorAll('form pre')].at(-1).textContent.includes('"id": "a/7"')`));
            // A stream is shown as it comes, until it is stopped.
            await browser.value(`document.getElementById('search').select()`);
            await browser.value(`document.getElementById('search').focus()`);
            await browser.type('ticks');
            await browser.until(`document.querySelectorAll('summary').length === 1`);
            await browser.value(`document.querySelector('summary').click()`);
            await browser.until(`document.querySelector('select') !== null`);
            await browser.value(`document.querySelector('select').value = 'text/event-stream'`);
            await browser.value(`document.querySelector('form button').click()`);
            await browser.until(`[...document.querySelectorAll('form pre')].at(-1)?.textContent.includes('data: {"tick":3}') === true`);
            await browser.value(`document.querySelector('form button[type=button]').click()`);
            await browser.until(`document.querySelector('form [role=status]').textContent.startsWith('stopped')`);
            // The policy holds: no script that stands in the page runs.
            await browser.value(`{ const s = document.createElement('script'); s.textContent = "document.title = 'owned'"; document.body.append(s) }`);
            t.is(await browser.value('document.title'), 'signalbox center default');
        }
        finally {
            await browser.close();
            await center.close();
            rmSync(folder, { recursive: true, force: true });
        }
    });
}
//# sourceMappingURL=docs-page.test.js.map