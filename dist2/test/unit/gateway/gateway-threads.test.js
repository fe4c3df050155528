import test from 'ava';
import { CenterError, errorBody } from '../../../src/base/errors.js';
import { resolveHttpOptions } from '../../../src/control/options.js';
import { GatewayCounters } from '../../../src/gateway/gateway-counters.js';
import { GatewayThreads } from '../../../src/gateway/gateway-threads.js';
import { refusalOf } from '../../support/refusal.js';
import { until } from '../../support/until.js';
/** A thread that is made up: it says what it is told to, and dies when it is told to. */
class FakeThread {
    /** What it was told to open; null while it was only started. */
    plan = null;
    /** What it was told after that. */
    heard = [];
    ended;
    die = () => { };
    #port;
    constructor(data, opened, answers) {
        this.#port = data.port;
        this.ended = new Promise((resolve) => {
            this.die = resolve;
        });
        data.port.on('message', (message) => {
            if (message.type === 'open') {
                this.plan = message.plan;
                this.say(opened);
                return;
            }
            this.heard.push(message);
            const answer = answers(message);
            if (answer !== null)
                this.say(answer);
            if (message.type === 'close') {
                data.port.close();
                this.die(null);
            }
        });
    }
    say(message) {
        this.#port.postMessage(message);
    }
}
const listening = {
    type: 'listening',
    address: '127.0.0.1:4711',
    engine: 'uws',
    why: 'it was asked for',
};
function makeThreads(workers, first = () => listening, answers = () => null) {
    const started = [];
    const news = [];
    const options = resolveHttpOptions({ address: '127.0.0.1:0', workers });
    const plan = { center: '/x', token: null, certificates: null, options, mayBeAway: true };
    const spawn = async (data) => {
        const thread = new FakeThread(data, first(started.length), answers);
        started.push(thread);
        return { ended: thread.ended, terminate: async () => thread.die(null) };
    };
    return {
        started,
        news,
        options,
        threads: new GatewayThreads(plan, spawn, (one) => news.push(one)),
    };
}
test('the first thread finds the port that the others share', async (t) => {
    const { started, threads } = makeThreads(3);
    await threads.start();
    t.is(threads.address, '127.0.0.1:4711');
    t.is(threads.engine, 'uws');
    t.deepEqual(started.map(({ plan }) => plan?.options.address.port), [0, 4711, 4711]);
    t.true(started.every(({ plan }) => plan?.isShared));
    await threads.close(100);
});
test('a thread that was started ahead is the first one', async (t) => {
    const { started, threads } = makeThreads(2);
    threads.startAhead();
    await until(() => started.length === 1);
    t.is(started[0]?.plan, null);
    await threads.start();
    t.is(started.length, 2);
    t.is(started[0]?.plan?.options.address.port, 0);
    await threads.close(100);
});
test('a thread that was started ahead in vain is ended', async (t) => {
    const { started, threads } = makeThreads(1);
    threads.startAhead();
    await threads.close(100);
    t.is(started.length, 1);
    t.is(await started[0]?.ended, null);
    t.is(started[0]?.plan, null);
});
test('a thread that dies is started again, at the same port, and said to have died', async (t) => {
    const { started, news, threads } = makeThreads(1);
    await threads.start();
    started[0]?.die(new Error('boom'));
    await until(() => started[1]?.plan !== undefined && started[1].plan !== null);
    t.is(started[1]?.plan?.options.address.port, 4711);
    t.true(news.some(({ isTrouble, text }) => isTrouble && text.includes('boom')));
    await threads.close(100);
    t.is(started.length, 2);
});
test('a thread that says that it cannot go on is ended and started again', async (t) => {
    const { started, news, threads } = makeThreads(1);
    await threads.start();
    started[0]?.say({ type: 'died', reason: 'Error: boom' });
    await until(() => started.length === 2);
    t.true(news.some(({ isTrouble, text }) => isTrouble && text.includes('Error: boom')));
    await threads.close(100);
});
test('one that cannot be started again is tried again, later and later', async (t) => {
    const failed = {
        type: 'failed',
        error: errorBody('ERR_LISTEN', { address: 'x', reason: 'y' }),
    };
    const { started, news, threads } = makeThreads(1, (index) => index === 0 || index === 3 ? listening : failed);
    await threads.start();
    started[0]?.die(new Error('boom'));
    await until(() => started.length === 4);
    const waits = news
        .map(({ text }) => Number(/in (\d+) ms/.exec(text)?.[1] ?? 0))
        .filter((ms) => ms > 0);
    t.deepEqual(waits, [50, 100, 200]);
    await threads.close(100);
});
test('a gateway that cannot start says why, and leaves nothing behind', async (t) => {
    const error = errorBody('ERR_LISTEN', { address: '127.0.0.1:1', reason: 'EACCES' });
    const { started, threads } = makeThreads(2, () => ({ type: 'failed', error }));
    t.is((await refusalOf(threads.start())).code, 'ERR_LISTEN');
    t.is(started.length, 1);
});
test('settings are handed on, but for those that need a restart', async (t) => {
    const { started, threads, options } = makeThreads(1, undefined, (message) => message.type === 'reload' ? { type: 'reloaded', error: null } : null);
    await threads.start();
    const changed = {
        ...options,
        cors: ['https://a.example'],
        workers: 7,
        address: { host: 'x', port: 1 },
    };
    await threads.reload(changed);
    t.like(started[0]?.heard[0], {
        type: 'reload',
        options: { cors: ['https://a.example'], workers: 1 },
    });
    threads.reopenLog();
    await until(() => started[0]?.heard.length === 2);
    t.is(started[0]?.heard[1]?.type, 'reopen-log');
    await threads.close(100);
});
test('a refused reload is told', async (t) => {
    const error = errorBody('ERR_BAD_ARGUMENT', { name: 'http.accessLog', value: '/', rule: 'no' });
    const { threads, options } = makeThreads(1, undefined, (message) => message.type === 'reload' ? { type: 'reloaded', error } : null);
    await threads.start();
    t.is((await refusalOf(threads.reload(options))).code, 'ERR_BAD_ARGUMENT');
    await threads.close(100);
});
test('reloads that are asked for at once follow each other, and each is answered', async (t) => {
    const error = errorBody('ERR_BAD_ARGUMENT', { name: 'http.accessLog', value: '/', rule: 'no' });
    const { started, threads, options } = makeThreads(1);
    await threads.start();
    const first = refusalOf(threads.reload({ ...options, cors: ['https://a.example'] }));
    const second = threads.reload({ ...options, cors: ['https://b.example'] });
    await until(() => started[0]?.heard.length === 1);
    started[0]?.say({ type: 'reloaded', error });
    t.is((await first).code, 'ERR_BAD_ARGUMENT');
    await until(() => started[0]?.heard.length === 2);
    started[0]?.say({ type: 'reloaded', error: null });
    await second;
    t.like(started[0]?.heard[1], { options: { cors: ['https://b.example'] } });
    await threads.close(100);
});
test('a thread that dies during a reload does not hold it up', async (t) => {
    const { started, threads, options } = makeThreads(1);
    await threads.start();
    const reloading = threads.reload(options);
    started[0]?.die(new Error('boom'));
    t.true((await refusalOf(reloading)) instanceof CenterError);
    await threads.close(100);
});
test('counters are sums over threads, and outlive them', async (t) => {
    const { started, threads } = makeThreads(2);
    await threads.start();
    const count = ({ plan }, by) => {
        if (plan !== null)
            new GatewayCounters(plan.counters).count('http_requests', by);
    };
    for (const thread of started)
        count(thread, 3);
    t.is(threads.counters().http_requests, 6);
    started[1]?.die(new Error('boom'));
    await until(() => started.length === 3 && started[2]?.plan !== null);
    for (const thread of started.slice(2))
        count(thread, 1);
    t.is(threads.counters().http_requests, 7);
    await threads.close(100);
});
//# sourceMappingURL=gateway-threads.test.js.map