import test from 'ava';
import { BodyQueue } from '../../../src/http/body-queue.js';
import { BodyError } from '../../../src/http/http-server.js';
const kLarge = 1 << 20;
const kPart = 64 * 1024;
async function readAll(queue) {
    let text = '';
    for await (const part of queue)
        text += Buffer.from(part).toString();
    return text;
}
test('hands parts on in their order, also those that come while somebody waits', async (t) => {
    const queue = new BodyQueue(kLarge, () => { });
    queue.push(Buffer.from('a'));
    const text = readAll(queue);
    await Promise.resolve();
    queue.push(Buffer.from('b'));
    queue.push(Buffer.alloc(0));
    queue.push(Buffer.from('c'));
    queue.finish();
    t.is(await text, 'abc');
});
test('an empty body ends at once', async (t) => {
    const queue = new BodyQueue(0, () => { });
    queue.finish();
    t.is(await readAll(queue), '');
});
test('tells the engine to pause while much waits, and to go on once half of it is read', async (t) => {
    let resumed = 0;
    const queue = new BodyQueue(kLarge, () => resumed++);
    const outcomes = Array.from({ length: 5 }, () => queue.push(new Uint8Array(kPart)));
    t.deepEqual(outcomes, ['more', 'more', 'more', 'more', 'pause']);
    t.true(queue.isPaused);
    const reader = queue[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    t.is(resumed, 0);
    await reader.next();
    t.is(resumed, 1);
    t.false(queue.isPaused);
});
test('fails when the bound is passed, and drops what waits', async (t) => {
    const queue = new BodyQueue(3, () => { });
    t.is(queue.push(Buffer.from('abc')), 'more');
    t.is(queue.push(Buffer.from('d')), 'too-large');
    const error = await t.throwsAsync(readAll(queue), { instanceOf: BodyError });
    t.is(error?.failure, 'too-large');
});
test('a reader that waits learns of a failure; what follows it changes nothing', async (t) => {
    const queue = new BodyQueue(kLarge, () => { });
    const text = readAll(queue);
    await Promise.resolve();
    queue.fail('too-slow');
    queue.fail('aborted');
    queue.push(Buffer.from('late'));
    const error = await t.throwsAsync(text, { instanceOf: BodyError });
    t.is(error?.failure, 'too-slow');
});
test('a whole body cannot fail any more', async (t) => {
    const queue = new BodyQueue(kLarge, () => { });
    queue.push(Buffer.from('a'));
    queue.finish();
    queue.fail('aborted');
    t.is(await readAll(queue), 'a');
});
test('is read once', async (t) => {
    const queue = new BodyQueue(kLarge, () => { });
    queue.finish();
    await readAll(queue);
    await t.throwsAsync(readAll(queue), { message: /read once/ });
});
//# sourceMappingURL=body-queue.test.js.map