// Several stations of one service: how calls are spread, and what happens when one of them goes.
import test from 'ava';
import { refusalOf } from '../support/refusal.js';
import { until } from '../support/until.js';
import { freshKey } from './bench.js';
export function groupSuite(bench) {
    const { placement, caller } = bench;
    const title = `${placement} stations`;
    const start = async (service, label, balance = 'round-robin', weight = 1) => bench.world().start(placement, { name: service, label, balance, weight });
    const ask = async (service, count) => {
        const labels = [];
        for (let turn = 0; turn < count; turn++)
            labels.push(String(await caller().call(`POST /${service}/who`)));
        return labels;
    };
    test(`${title}: two take turns`, async (t) => {
        const service = freshKey();
        await start(service, 'a');
        await start(service, 'b');
        const labels = await ask(service, 10);
        t.is(labels.filter((label) => label === 'a').length, 5);
        labels.slice(1).forEach((label, index) => {
            t.not(label, labels[index]);
        });
    });
    test(`${title}: weighted balancing keeps to the weights`, async (t) => {
        const service = freshKey();
        await start(service, 'heavy', 'weighted', 3);
        await start(service, 'light', 'weighted', 1);
        const labels = await ask(service, 16);
        t.is(labels.filter((label) => label === 'heavy').length, 12);
    });
    test(`${title}: hash balancing sends one key to one station, and keys to both`, async (t) => {
        const service = freshKey();
        await start(service, 'a', 'hash');
        await start(service, 'b', 'hash');
        const labelOf = async (key) => String(await caller().call(`POST /${service}/who`, undefined, { key }));
        const seen = new Set();
        for (let index = 0; index < 32; index++) {
            const label = await labelOf(`customer ${index}`);
            seen.add(label);
            for (let turn = 0; turn < 3; turn++)
                t.is(await labelOf(`customer ${index}`), label);
        }
        t.deepEqual([...seen].sort(), ['a', 'b']);
        t.deepEqual([...new Set(await ask(service, 4))].sort(), ['a', 'b'], 'without a key they take turns');
    });
    test(`${title}: least-outstanding balancing avoids the busy one`, async (t) => {
        const service = freshKey();
        await start(service, 'a', 'least-outstanding');
        await start(service, 'b', 'least-outstanding');
        const held = caller().call(`POST /${service}/hold`);
        const heldBy = (label) => caller().call(`GET /${service}/${label}/held`);
        await until(async () => Number(await heldBy('a')) + Number(await heldBy('b')) === 1);
        const second = caller().call(`POST /${service}/hold`);
        await until(async () => Number(await heldBy('a')) + Number(await heldBy('b')) === 2);
        t.is(await heldBy('a'), 1);
        t.is(await heldBy('b'), 1);
        for (const label of ['a', 'b'])
            await caller().call(`POST /${service}/${label}/release`);
        t.deepEqual([await held, await second].sort(), ['a', 'b']);
    });
    test(`${title}: one that leaves ends the calls it has and gets no new ones`, async (t) => {
        const service = freshKey();
        await start(service, 'a');
        await start(service, 'b');
        let finish = () => { };
        const gate = new Promise((resolve) => {
            finish = resolve;
        });
        const source = async function* () {
            yield 1;
            await gate;
            yield 2;
        };
        const running = caller().call(`POST /${service}/collect`, source());
        const collectedBy = async (label) => Number(await caller().call(`GET /${service}/${label}/collected`));
        let owner = '';
        await until(async () => {
            for (const label of ['a', 'b'])
                if ((await collectedBy(label)) === 1)
                    owner = label;
            return owner !== '';
        });
        await caller().call(`POST /${service}/${owner}/leave`);
        const other = owner === 'a' ? 'b' : 'a';
        await until(async () => (await ask(service, 4)).every((label) => label === other));
        t.deepEqual(new Set(await ask(service, 10)), new Set([other]));
        finish();
        t.deepEqual(await running, [1, 2]);
        const count = () => bench
            .world()
            .center.stations()
            .filter(({ name }) => name === service).length;
        await until(() => count() <= 1);
        t.is(count(), 1);
    });
    test(`${title}: a route that is offered after joining is called`, async (t) => {
        const service = freshKey();
        await start(service, 'a');
        t.is((await refusalOf(caller().call(`GET /${service}/late/7`))).code, 'ERR_NO_ROUTE');
        await caller().call(`POST /${service}/a/offer`, `GET /${service}/late/:id`);
        t.is(await caller().call(`GET /${service}/late/7`), 'a');
        await caller().call(`POST /${service}/a/offer`, `GET /${service}/late/7`);
        t.is(await caller().call(`GET /${service}/late/7`), 'a');
    });
    test(`${title}: after the last one has left, its routes are gone`, async (t) => {
        const service = freshKey();
        await start(service, 'a');
        t.is(await caller().call(`POST /${service}/who`), 'a');
        await caller().call(`POST /${service}/a/leave`);
        await until(async () => {
            const outcome = await refusalOf(caller().call(`POST /${service}/who`)).catch(() => undefined);
            return outcome?.code === 'ERR_NO_ROUTE';
        });
        await start(service, 'again');
        t.is(await caller().call(`POST /${service}/who`), 'again');
    });
    if (placement !== 'attached')
        deathSuite(bench, start);
}
function deathSuite(bench, start) {
    const { caller, placement } = bench;
    const title = `${placement} stations`;
    /** Two calls at once on two stations: the victim holds one of them when it dies. */
    const killOne = async (path) => {
        const service = freshKey();
        const victim = await start(service, 'victim');
        await start(service, 'heir');
        const calls = [0, 1].map(() => caller().call(`POST /${service}/${path}`));
        for (const label of ['victim', 'heir']) {
            await until(async () => (await caller().call(`GET /${service}/${label}/held`)) === 1);
        }
        await victim.kill();
        await until(() => bench
            .world()
            .center.stations()
            .filter(({ name }) => name === service).length === 1);
        await caller().call(`POST /${service}/heir/release`);
        return Promise.allSettled(calls);
    };
    test(`${title}: an idempotent call is made again elsewhere when its station dies`, async (t) => {
        const outcomes = await killOne('hold-safe');
        t.deepEqual(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value), ['heir', 'heir']);
    });
    test(`${title}: a call that is not idempotent fails with ERR_STATION_LOST, retryable`, async (t) => {
        const outcomes = await killOne('hold');
        const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
        t.is(lost.length, 1);
        t.like(lost[0]?.reason, { code: 'ERR_STATION_LOST', status: 502, retryable: true });
        const answered = outcomes.filter((outcome) => outcome.status === 'fulfilled');
        t.deepEqual(answered.map(({ value }) => value), ['heir']);
    });
    test(`${title}: an idempotent call without another station fails with ERR_STATION_LOST`, async (t) => {
        const service = freshKey();
        const victim = await start(service, 'victim');
        const calling = refusalOf(caller().call(`POST /${service}/hold-safe`));
        await until(async () => (await caller().call(`GET /${service}/victim/held`)) === 1);
        await victim.kill();
        t.is((await calling).code, 'ERR_STATION_LOST');
    });
    test(`${title}: a stream of one that dies ends with ERR_STATION_LOST`, async (t) => {
        const service = freshKey();
        const victim = await bench
            .world()
            .start(placement, { kind: 'member', name: service, label: 'victim' });
        const stream = (await caller().call(`GET /${service}/victim/ticks`));
        const items = [];
        const reading = refusalOf((async () => {
            for await (const item of stream)
                items.push(item);
        })());
        await until(() => items.length === 3);
        await victim.kill();
        t.is((await reading).code, 'ERR_STATION_LOST');
        t.deepEqual(items, [0, 1, 2]);
    });
}
//# sourceMappingURL=group-suite.js.map