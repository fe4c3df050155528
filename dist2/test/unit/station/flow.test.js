import test from 'ava';
import { CenterError, centerError } from '../../../src/base/errors.js';
import { kBodyBytesMax, kCreditChunks } from '../../../src/base/limits.js';
import { decodeOwned } from '../../../src/station/body.js';
import { BodyReceiver, FlowSender, StreamReceiver, } from '../../../src/station/flow.js';
import { kBodyBytes, kBodyJson, kBodyMask, kFlagContinued, kFlagEnd, } from '../../../src/wire/frame.js';
import { refusalOf } from '../../support/refusal.js';
const kChunkBytes = 16;
/** A port that keeps what is written. */
function makePort() {
    const parts = [];
    const port = {
        chunkBytesMax: kChunkBytes,
        isDeferring: false,
        whenDrained: () => Promise.resolve(),
        writeData: (flags, _slot, _generation, _status, body) => parts.push({ flags, body: body.slice() }),
        writeCredit: () => { },
    };
    return { port, parts };
}
/** A receiver of a stream, with what it granted and how often it left. */
function makeStream() {
    const told = { granted: 0, left: 0 };
    const stream = new StreamReceiver('GET /x', (bytes, type) => decodeOwned(bytes, type, 'GET /x'), (chunks) => {
        told.granted += chunks;
    }, () => {
        told.left++;
    });
    const item = (value) => stream.onData(kBodyJson, 0, Buffer.from(JSON.stringify(value)));
    const end = () => stream.onData(kFlagEnd, 0, new Uint8Array(0));
    return { stream, told, item, end };
}
async function settle() {
    await new Promise((resolve) => setImmediate(resolve));
}
test('a sender stops when its credit is used up, and goes on with more', async (t) => {
    const { port, parts } = makePort();
    const sender = new FlowSender(port, 0, 1, false);
    const sending = sender.sendRest(new Uint8Array(kChunkBytes * 12), 0, kBodyBytes);
    await settle();
    t.is(parts.length, kCreditChunks);
    sender.grant(1);
    await settle();
    t.is(parts.length, kCreditChunks + 1);
    sender.grant(kCreditChunks);
    t.true(await sending);
    t.is(parts.length, 12);
    t.deepEqual(parts.map(({ flags }) => (flags & kFlagContinued) !== 0), parts.map((_, index) => index < 11));
});
test('credit of a hostile receiver is worth one window', async (t) => {
    const { port, parts } = makePort();
    const sender = new FlowSender(port, 0, 1, false);
    for (const chunks of [0x7fff_ffff, -5, 0x7fff_ffff])
        sender.grant(chunks);
    const sending = sender.sendRest(new Uint8Array(kChunkBytes * 100), 0, kBodyBytes);
    await settle();
    t.true(parts.length <= 3 * kCreditChunks);
    sender.stop();
    t.false(await sending);
});
test('a sender that is stopped while it waits sends no more', async (t) => {
    const { port, parts } = makePort();
    const sender = new FlowSender(port, 0, 1, true);
    const sending = sender.sendRest(new Uint8Array(kChunkBytes * 20), 0, kBodyBytes);
    await settle();
    sender.stop();
    t.false(await sending);
    sender.grant(5);
    await settle();
    t.is(parts.length, kCreditChunks);
});
test('a body is put together from its parts, and credit goes back', (t) => {
    const whole = new Uint8Array(100).map((_, index) => index);
    const bodies = [];
    let granted = 0;
    const receiver = new BodyReceiver((chunks) => {
        granted += chunks;
    }, (bytes, type) => {
        t.is(type, kBodyBytes);
        bodies.push(bytes);
    }, (error) => t.fail(error.message));
    receiver.start(whole.slice(0, 10));
    for (let at = 10; at < 100; at += 10) {
        receiver.onData(kBodyBytes | (at < 90 ? kFlagContinued : 0), 0, whole.slice(at, at + 10));
    }
    t.deepEqual(bodies, [whole]);
    t.is(granted, 8);
});
test('a body over the limit fails once it is over it', (t) => {
    const failures = [];
    const receiver = new BodyReceiver(() => { }, () => t.fail('it was taken'), (error) => failures.push(error));
    receiver.start(new Uint8Array(kBodyBytesMax));
    receiver.onData(kBodyBytes | kFlagContinued, 0, new Uint8Array(1));
    t.is(failures[0]?.code, 'ERR_BODY_TOO_LARGE');
});
test('a stream gives out items in order, then is done for ever', async (t) => {
    const { stream, item, end } = makeStream();
    item(1);
    const first = stream.next();
    const second = stream.next();
    const third = stream.next();
    item(2);
    end();
    t.deepEqual(await first, { done: false, value: 1 });
    t.deepEqual(await second, { done: false, value: 2 });
    t.deepEqual(await third, { done: true, value: undefined });
    t.deepEqual(await stream.next(), { done: true, value: undefined });
});
test('a stream gives credit back as items are taken, not as they come', async (t) => {
    const { stream, told, item } = makeStream();
    for (let index = 0; index < kCreditChunks; index++)
        item(index);
    t.is(told.granted, 0);
    for (let index = 0; index < kCreditChunks / 2; index++)
        await stream.next();
    t.is(told.granted, kCreditChunks / 2);
});
test('an item in parts gives the credit of its parts back before it is whole', async (t) => {
    const { stream, told } = makeStream();
    const part = new Uint8Array(kChunkBytes);
    for (let index = 0; index < 3 * kCreditChunks; index++) {
        stream.onData(kBodyBytes | kFlagContinued, 0, part);
    }
    t.true(told.granted >= 2 * kCreditChunks);
    stream.onData(kBodyBytes & kBodyMask, 0, part);
    const value = (await stream.next()).value;
    t.true(value instanceof Uint8Array && value.length === (3 * kCreditChunks + 1) * kChunkBytes);
});
test('an error comes after the items, once', async (t) => {
    const { stream, item } = makeStream();
    item(1);
    const body = { code: 'DRY', text: 'dry', status: 503, retryable: true };
    stream.onData(kBodyJson | kFlagEnd, 503, Buffer.from(JSON.stringify(body)));
    t.deepEqual(await stream.next(), { done: false, value: 1 });
    t.is((await refusalOf(stream.next())).code, 'DRY');
    t.deepEqual(await stream.next(), { done: true, value: undefined });
});
test('a reader that waits when the link is lost is told', async (t) => {
    const { stream } = makeStream();
    const waiting = refusalOf(stream.next());
    stream.fail(centerError('ERR_LINK_LOST'));
    t.is((await waiting).code, 'ERR_LINK_LOST');
});
test('a reader that leaves is told of once, and items after that are dropped', async (t) => {
    const { stream, told, item, end } = makeStream();
    item(1);
    await stream.return();
    await stream.return();
    item(2);
    end();
    t.is(told.left, 1);
    t.deepEqual(await stream.next(), { done: true, value: undefined });
});
test('leaving after the end tells nobody', async (t) => {
    const { stream, told, end } = makeStream();
    end();
    await stream.return();
    t.is(told.left, 0);
});
test('an item that is no JSON ends the stream with an error', async (t) => {
    const { stream, told } = makeStream();
    stream.onData(kBodyJson, 0, Buffer.from('{'));
    t.true((await t.throwsAsync(stream.next())) instanceof CenterError);
    t.is(told.left, 1);
});
//# sourceMappingURL=flow.test.js.map