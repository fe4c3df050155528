import test from 'ava';
import { inOrder } from '../../../src/base/in-order.js';
import { refusalOf } from '../../support/refusal.js';
test('work begins when the work before it is done, also when that failed', async (t) => {
    const queue = inOrder('the list', 8);
    const said = [];
    const first = queue(async () => {
        said.push('begin 1');
        await new Promise((resolve) => setImmediate(resolve));
        said.push('end 1');
        throw new Error('boom');
    });
    const second = queue(async () => said.push('begin 2'));
    await t.throwsAsync(first, { message: 'boom' });
    await second;
    t.deepEqual(said, ['begin 1', 'end 1', 'begin 2']);
});
test('work beyond the bound is refused, and there is room again later', async (t) => {
    const queue = inOrder('the list', 2);
    const both = [queue(async () => 1), queue(async () => 2)];
    const refused = await refusalOf(queue(async () => 3));
    t.is(refused.code, 'ERR_OVERLOADED');
    t.regex(refused.message, /the list/);
    t.deepEqual(await Promise.all(both), [1, 2]);
    t.is(await queue(async () => 4), 4);
});
//# sourceMappingURL=in-order.test.js.map