import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { run } from './fake-context.js';
async function startGateway(...args) {
    const gateway = run(['gateway', ...args]);
    for (let turn = 0; gateway.stdout() === '' && turn < 10_000; turn++)
        await setImmediate();
    if (gateway.stdout() === '')
        throw new Error(`no ready line; stderr: ${gateway.stderr()}`);
    return gateway;
}
test('--json prints exactly the ready line', async (t) => {
    const gateway = await startGateway('--json');
    t.is(gateway.stdout(), '{"ready":true,"http":"127.0.0.1:8080","engine":"uws","engineReason":"it is the faster one"}\n');
    gateway.stop();
    t.is(await gateway.exitCode, 0);
    t.deepEqual(gateway.asked.events, ['close']);
    t.is(gateway.listenerCount(), 0);
});
test('tells people where it listens', async (t) => {
    const gateway = await startGateway();
    t.is(gateway.stdout(), 'signalbox 9.8.7: gateway is ready\n  http      127.0.0.1:8080 (uws: it is the faster one)\n');
    gateway.stop();
    t.is(await gateway.exitCode, 0);
});
test('hands its flags on', async (t) => {
    const gateway = await startGateway(...'--center tcp://c:1 --http-address 127.0.0.1:0 --http-engine node --http-workers 2'.split(' '), ...'--http-cors https://a.example --http-trust-proxy 10.0.0.0/8 --no-http-compress'.split(' '));
    t.like(gateway.asked.gateways[0], {
        center: 'tcp://c:1',
        address: '127.0.0.1:0',
        engine: 'node',
        workers: 2,
        cors: ['https://a.example'],
        trustProxy: ['10.0.0.0/8'],
        compress: false,
    });
    gateway.stop();
    t.is(await gateway.exitCode, 0);
});
test('refuses what the server would refuse', async (t) => {
    const gateway = run(['gateway', '--http-workers', '0']);
    t.is(await gateway.exitCode, 1);
    t.regex(gateway.stderr(), /http\.workers/);
    t.deepEqual(gateway.asked.gateways, []);
});
test('knows no flags of a center', async (t) => {
    const gateway = run(['gateway', '--ring-bytes', '65536']);
    t.is(await gateway.exitCode, 1);
    t.regex(gateway.stderr(), /ring-bytes/);
});
test('SIGHUP says what is in force now, and what needs a restart', async (t) => {
    const gateway = await startGateway();
    gateway.hangUp();
    for (let turn = 0; gateway.stderr() === '' && turn < 10_000; turn++)
        await setImmediate();
    t.is(gateway.stderr(), 'reloaded: http.cors\nchanged, needs a restart: http.workers\n');
    gateway.stop();
    t.is(await gateway.exitCode, 0);
});
//# sourceMappingURL=gateway.test.js.map