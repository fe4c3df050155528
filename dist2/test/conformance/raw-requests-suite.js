// Sends every request of the table to an engine, all at once, and holds what came of each against the table.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import test from 'ava';
import { kHttpLimitsDefault } from '../../src/http/http-limits.js';
import { openHttpServer } from '../../src/http/open-server.js';
import { kRawRequests } from './raw-requests.js';
/** Longer than any limit: uws ends a head that it cannot read after 8 to 14 s, and says nothing. */
const kWatchdogMs = 25_000;
/** After an answer that leaves the connection open: time for a second answer that must not come. */
const kQuietMs = 1_000;
/** @param engine whose server is asked. */
export function rawRequests(engine) {
    const targets = new Set();
    const outcomes = new Map();
    test.before(async (t) => {
        t.timeout(kWatchdogMs * 2);
        const { server } = await openHttpServer(engine, {
            host: '127.0.0.1',
            port: 0,
            tls: null,
            isShared: false,
            limits: { ...kHttpLimitsDefault, headTimeoutMs: 1_000, bodyTimeoutMs: 1_000 },
            handlers: handlersOf(targets),
        });
        await Promise.all(kRawRequests.map(async (row, index) => {
            const named = (bytes) => bytes.replaceAll('FIRST', `row${index}-1`).replaceAll('SECOND', secondOf(index));
            outcomes.set(row, await exchange(server.port, named(row.bytes), named(row.late)));
        }));
        await server.close(1_000);
    });
    for (const [index, row] of kRawRequests.entries()) {
        test(`${engine} ${row.name}`, (t) => {
            const seen = outcomes.get(row);
            t.truthy(seen);
            if (seen === undefined)
                return;
            const outcome = seen.statuses.find((status) => status !== 100) ?? 'closed';
            const allowed = row.exceptions[engine] ?? row.outcomes;
            t.true(allowed.includes(outcome), `${outcome} is not one of ${allowed.join(', ')}`);
            if (outcome !== 200)
                t.true(seen.isClosed, 'the connection stays open');
            if (row.second === 'may' || row.smuggled.includes(engine))
                return;
            t.false([...targets].some((target) => target.includes(secondOf(index))), 'the second request was handled');
            t.true(seen.statuses.filter((status) => status !== 100).length <= 1, 'two answers came');
        });
    }
    test(`${engine} is named in docs/HTTP.md where it cannot do better`, (t) => {
        const names = kRawRequests.map((row) => row.name);
        t.is(new Set(names).size, names.length);
        const text = readFileSync(new URL('../../../docs/HTTP.md', import.meta.url), 'utf8');
        const section = text.split(`## What ${engine} cannot`)[1]?.split('\n## ')[0] ?? '';
        const listed = [...section.matchAll(/^- \*(.+?)\*/gm)].map(([, name]) => name);
        const excepted = kRawRequests
            .filter((row) => row.exceptions[engine] !== undefined || row.smuggled.includes(engine))
            .map((row) => row.name);
        t.deepEqual([...listed].sort(), [...excepted].sort());
    });
}
function secondOf(index) {
    return `row${index}-2`;
}
/** Answers as a gateway does: not in the turn in which the request came. */
function handlersOf(targets) {
    return {
        onRequest(request, response) {
            targets.add(request.target);
            request.collect(1_000, (_body, failure) => {
                const status = failure === null ? 200 : failure === 'too-slow' ? 408 : 413;
                setTimeout(() => response.send(status, [], 'answer'), 20);
            });
        },
        onUpgrade: () => ({ status: 501, headers: [], body: '' }),
        refusalBody: (status, detail) => JSON.stringify({ status, detail }),
    };
}
/** @param late bytes for when the first answer is there. */
function exchange(port, bytes, late) {
    return new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        let text = '';
        let isLate = late === '';
        let quiet;
        const done = (isClosed) => {
            clearTimeout(quiet);
            clearTimeout(watchdog);
            socket.destroy();
            const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
            resolve({ statuses, isClosed });
        };
        const watchdog = setTimeout(() => done(false), kWatchdogMs);
        socket.on('data', (data) => {
            text += data.toString('latin1');
            clearTimeout(quiet);
            if (!isLate)
                socket.write(Buffer.from(late, 'latin1'));
            isLate = true;
            if (text.startsWith('HTTP/1.1 2'))
                quiet = setTimeout(() => done(false), kQuietMs);
        });
        socket.on('error', () => { }); // 'close' follows
        socket.on('end', () => done(true));
        socket.on('close', () => done(true));
        socket.write(Buffer.from(bytes, 'latin1'));
    });
}
//# sourceMappingURL=raw-requests-suite.js.map