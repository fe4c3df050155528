// Topics: who gets a message.
import test from 'ava';
import { refusalOf } from '../support/refusal.js';
import { until } from '../support/until.js';
import { freshKey } from './bench.js';
export function topicSuite(bench) {
    const { placement, caller } = bench;
    const title = `${placement} subscribers`;
    const start = async (labels) => {
        const service = freshKey();
        const ask = (label, what, body) => caller().call(`POST /${service}/${label}/${what}`, body);
        for (const label of labels)
            await bench.world().start(placement, { name: service, label });
        return {
            topic: `${service}.topic`,
            service,
            subscribe: (label, topic, group = '') => ask(label, 'subscribe', { topic, group }),
            unsubscribe: (label, topic) => ask(label, 'unsubscribe', topic),
            publishFrom: (label, topic, message) => ask(label, 'publish', { topic, message }),
            came: async (label, topic) => (await ask(label, 'came', topic)),
        };
    };
    test(`${title}: each gets every message, in order`, async (t) => {
        const { topic, subscribe, came } = await start(['a', 'b']);
        await subscribe('a', topic);
        await subscribe('b', topic);
        for (let message = 0; message < 50; message++)
            await caller().publish(topic, message);
        for (const label of ['a', 'b']) {
            await until(async () => (await came(label, topic)).length === 50);
            t.deepEqual(await came(label, topic), Array.from({ length: 50 }, (_, message) => message));
        }
    });
    test(`${title}: messages arrive as they were`, async (t) => {
        const { topic, subscribe, came } = await start(['a']);
        await subscribe('a', topic);
        const messages = [null, 'ü', { a: [1] }, '', 'x'.repeat(30_000)];
        for (const message of messages)
            await caller().publish(topic, message);
        await caller().publish(topic, new Uint8Array([1, 2, 3]));
        await caller().publish(topic);
        await until(async () => (await came('a', topic)).length === messages.length + 2);
        t.deepEqual(await came('a', topic), [...messages, [1, 2, 3], 'nothing']);
    });
    test(`${title}: bytes of any length arrive whole at each`, async (t) => {
        const { topic, subscribe, came } = await start(['a', 'b']);
        await subscribe('a', topic);
        await subscribe('b', topic);
        const messages = [0, 1, 7, 31, 32, 63, 64, 65, 129, 160, 161, 257, 1_000, 9_000].map((length) => Uint8Array.from({ length }, (_, at) => at + length));
        for (const message of messages)
            await caller().publish(topic, message);
        for (const label of ['a', 'b']) {
            await until(async () => (await came(label, topic)).length === messages.length);
            t.deepEqual(await came(label, topic), messages.map((message) => [...message]));
        }
    });
    test(`${title}: the members of a group share the messages, others get all`, async (t) => {
        const { topic, subscribe, came } = await start(['a', 'b', 'alone']);
        await subscribe('a', topic, 'workers');
        await subscribe('b', topic, 'workers');
        await subscribe('alone', topic);
        for (let message = 0; message < 20; message++)
            await caller().publish(topic, message);
        await until(async () => (await came('alone', topic)).length === 20);
        await until(async () => (await came('a', topic)).length + (await came('b', topic)).length === 20);
        t.is((await came('a', topic)).length, 10);
        t.is(new Set([...(await came('a', topic)), ...(await came('b', topic))]).size, 20);
    });
    test(`${title}: one that unsubscribes gets no more`, async (t) => {
        const { topic, subscribe, unsubscribe, came } = await start(['a', 'b']);
        await subscribe('a', topic);
        await subscribe('a', `${topic}.other`);
        await subscribe('b', topic);
        await caller().publish(topic, 1);
        await until(async () => (await came('a', topic)).length === 1);
        await unsubscribe('a', topic);
        await caller().publish(topic, 2);
        await caller().publish(`${topic}.other`, 'a mark behind it');
        await until(async () => (await came('a', `${topic}.other`)).length === 1);
        await until(async () => (await came('b', topic)).length === 2);
        t.deepEqual(await came('a', topic), [1]);
    });
    test(`${title}: a station publishes to others and to itself`, async (t) => {
        const { topic, subscribe, publishFrom, came } = await start(['a', 'b']);
        await subscribe('a', topic);
        await subscribe('b', topic);
        await publishFrom('a', topic, { from: 'a' });
        for (const label of ['a', 'b']) {
            await until(async () => (await came(label, topic)).length === 1);
            t.deepEqual(await came(label, topic), [{ from: 'a' }]);
        }
    });
    test(`${title}: a message to nobody is no error, one without a topic or over one frame is`, async (t) => {
        const publish = async (topic, message) => caller().publish(topic, message);
        await publish(`${freshKey()}.nobody`, 1);
        t.is((await refusalOf(publish('', 1))).code, 'ERR_BAD_ARGUMENT');
        t.is((await refusalOf(publish('x'.repeat(1_025), 1))).code, 'ERR_BAD_ARGUMENT');
        t.is((await refusalOf(publish('a', 1n))).code, 'ERR_BAD_BODY');
        t.is((await refusalOf(publish('a', new Uint8Array(1 << 20)))).code, 'ERR_BODY_TOO_LARGE');
    });
    if (placement === 'attached')
        return;
    test(`${title}: a dead one keeps no message from the others`, async (t) => {
        const { topic, service, subscribe, came } = await start(['a']);
        const victim = await bench.world().start(placement, { name: service, label: 'victim' });
        await subscribe('a', topic);
        await subscribe('victim', topic);
        await victim.kill();
        const messages = Array.from({ length: 10 }, (_, index) => index);
        for (const message of messages)
            await caller().publish(topic, message);
        await until(async () => (await came('a', topic)).length >= messages.length);
        t.deepEqual(await came('a', topic), messages);
    });
}
//# sourceMappingURL=topic-suite.js.map