// What the center may decide about calls: pauses, limits, breakers, and the figures it keeps.
import test from 'ava';
import { CenterError } from '../../src/index.js';
import { refusalOf } from '../support/refusal.js';
import { until } from '../support/until.js';
import { freshKey } from './bench.js';
export function policySuite(bench) {
    const { placement, caller } = bench;
    const title = `${placement} stations`;
    const center = () => bench.world().center;
    /** Starts stations `a`, `b`, … of a service. */
    const start = async (labels) => {
        const service = freshKey();
        for (const label of labels)
            await bench.world().start(placement, { name: service, label });
        return {
            service,
            route: `POST /${service}/who`,
            who: () => caller().call(`POST /${service}/who`),
        };
    };
    const codeOf = async (calling) => calling.then(() => 'ok', (error) => (error instanceof CenterError ? error.code : String(error)));
    test(`${title}: a paused station gets no calls until it is resumed`, async (t) => {
        const { service, who } = await start(['a', 'b']);
        const seen = async () => {
            const labels = new Set();
            for (let turn = 0; turn < 6; turn++)
                labels.add(await who());
            return [...labels].sort().join();
        };
        t.is(await seen(), 'a,b');
        t.is(center().pause(`${service}.1`), 1);
        await until(async () => (await seen()) === 'b');
        t.is(center().resume(`${service}.1`), 1);
        await until(async () => (await seen()) === 'a,b');
    });
    test(`${title}: a paused service refuses with ERR_PAUSED, also for those that join later`, async (t) => {
        const { service, who } = await start(['a']);
        t.is(center().pause(service), 1);
        await until(async () => (await codeOf(who())) === 'ERR_PAUSED');
        const error = await refusalOf(who());
        t.true(error.retryable);
        t.is(error.status, 503);
        await bench.world().start(placement, { name: service, label: 'b' });
        t.is(await codeOf(who()), 'ERR_PAUSED');
        t.is(center().resume(service), 2);
        await until(async () => (await codeOf(who())) === 'ok');
    });
    test(`${title}: a paused route refuses, the others of its station do not`, async (t) => {
        const { service, route, who } = await start(['a']);
        t.is(center().pause(route), 1);
        await until(async () => (await codeOf(who())) === 'ERR_PAUSED');
        t.is(await caller().call(`GET /${service}/a/held`), 0);
        t.is(center().resume(route), 1);
        await until(async () => (await codeOf(who())) === 'ok');
    });
    test(`${title}: calls over the limit of a route are refused with ERR_RATE_LIMITED`, async (t) => {
        const { route, who } = await start(['a']);
        center().limit(route, 2);
        const outcomes = await Promise.all(Array.from({ length: 30 }, () => codeOf(who())));
        const passed = outcomes.filter((code) => code === 'ok').length;
        // A window may end in between.
        t.true(passed >= 2 && passed <= 10, String(passed));
        t.is(outcomes.filter((code) => code === 'ERR_RATE_LIMITED').length, 30 - passed);
        center().limit(route, 0);
        const error = await refusalOf(who());
        t.is(error.code, 'ERR_RATE_LIMITED');
        t.is(error.status, 429);
        t.true(error.retryable);
        center().limit(route, undefined);
        t.is(await who(), 'a');
    });
    test(`${title}: a limit lets calls pass again in the next second`, async (t) => {
        const { route, who } = await start(['a']);
        center().limit(route, 1);
        await until(async () => (await codeOf(who())) === 'ERR_RATE_LIMITED');
        let code = '';
        await until(async () => {
            code = await codeOf(who());
            return code !== 'ERR_RATE_LIMITED';
        });
        t.is(code, 'ok');
    });
    test(`${title}: an open breaker refuses with ERR_BREAKER_OPEN until it is closed`, async (t) => {
        const { route, who } = await start(['a']);
        center().setBreaker(route, true);
        const error = await refusalOf(who());
        t.is(error.code, 'ERR_BREAKER_OPEN');
        t.is(error.status, 503);
        t.true(error.retryable);
        center().setBreaker(route, false);
        t.is(await who(), 'a');
    });
    test(`${title}: calls and errors are counted for route, station and service`, async (t) => {
        const { service, route, who } = await start(['a', 'b']);
        for (let turn = 0; turn < 6; turn++)
            await who();
        for (let turn = 0; turn < 4; turn++)
            await refusalOf(caller().call(`POST /${service}/fails`));
        const failing = center()
            .routes()
            .find((report) => report.route === `POST /${service}/fails`);
        t.like(failing, { calls: 4, errors: 4, inFlight: 0 });
        const report = center()
            .routes()
            .find((candidate) => candidate.route === route);
        t.like(report, { calls: 6, errors: 0, inFlight: 0, retries: 0, isPaused: false });
        t.is(report?.endpoints.length, 2);
        const stations = center()
            .stations()
            .filter(({ name }) => name === service);
        t.deepEqual(stations.map(({ id, calls, errors }) => ({ id, calls, errors })), [
            { id: `${service}.1`, calls: 5, errors: 2 },
            { id: `${service}.2`, calls: 5, errors: 2 },
        ]);
        const total = center()
            .services()
            .find(({ name }) => name === service);
        t.like(total, { calls: 10, errors: 4, stations: 2 });
    });
    test(`${title}: a call that waits is in flight, and one that was given up is an error`, async (t) => {
        const { service } = await start(['a']);
        const report = () => center()
            .routes()
            .find(({ route }) => route === `POST /${service}/hold`);
        const controller = new AbortController();
        const calling = caller().call(`POST /${service}/hold`, undefined, { signal: controller.signal });
        await until(async () => (await caller().call(`GET /${service}/a/held`)) === 1);
        t.like(report(), { calls: 1, errors: 0, inFlight: 1 });
        controller.abort(new Error('enough'));
        await t.throwsAsync(calling, { message: 'enough' });
        await until(() => report()?.inFlight === 0);
        t.like(report(), { calls: 1, errors: 1 });
    });
    test(`${title}: a station reports how it is connected`, async (t) => {
        const { service } = await start(['a']);
        const [station] = center()
            .stations()
            .filter(({ name }) => name === service);
        t.like(station, {
            carrier: placement === 'tls' ? 'tcp' : placement,
            state: 'up',
            id: `${service}.1`,
        });
        const isOwn = placement === 'attached' || placement === 'worker';
        t.is(station?.pid === process.pid, isOwn);
    });
}
//# sourceMappingURL=policy-suite.js.map