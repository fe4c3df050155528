import test from 'ava';
import { FairTurns } from '../../../src/control/fair-turns.js';
/** Turns whose work ends when the test says so, and the order in which it began. */
function makeTurns(runningMax, waitingMax) {
    const turns = new FairTurns(runningMax, waitingMax);
    const begun = [];
    const ends = [];
    const run = (party, name = party) => turns.run(party, () => {
        begun.push(name);
        return new Promise((resolve) => ends.push(() => resolve(name)));
    });
    const endAll = async () => {
        for (let round = 0; round < 100; round++) {
            ends.shift()?.();
            await new Promise((resolve) => setImmediate(resolve));
        }
    };
    return { run, begun, endAll };
}
test('parties take turns, and each is served in its order', async (t) => {
    const { run, begun, endAll } = makeTurns(1, 8);
    const all = [run('a', 'a0'), run('a', 'a1'), run('a', 'a2'), run('b', 'b1'), run('c', 'c1')];
    await endAll();
    t.deepEqual(await Promise.all(all), ['a0', 'a1', 'a2', 'b1', 'c1']);
    t.deepEqual(begun, ['a0', 'a1', 'b1', 'c1', 'a2']);
});
test('the party with the most places gives one up for another; a party does not displace itself', async (t) => {
    const { run, begun, endAll } = makeTurns(1, 3);
    const flood = Array.from({ length: 6 }, (_, n) => run('flood', `flood${n}`));
    const other = run('other');
    await endAll();
    t.deepEqual(await Promise.all(flood), ['flood0', 'flood1', 'flood2', null, null, null]);
    t.is(await other, 'other');
    t.deepEqual(begun, ['flood0', 'flood1', 'other', 'flood2']);
});
test('places that many parties hold are nobody’s to take', async (t) => {
    const { run, endAll } = makeTurns(1, 2);
    const all = ['a', 'b', 'c', 'd'].map((party) => run(party));
    await endAll();
    t.deepEqual(await Promise.all(all), ['a', 'b', 'c', null]);
});
test('work that fails gives its place on', async (t) => {
    const turns = new FairTurns(1, 1);
    const failing = turns.run('a', () => Promise.reject(new Error('boom')));
    const next = turns.run('a', async () => 'done');
    await t.throwsAsync(failing, { message: 'boom' });
    t.is(await next, 'done');
    t.is(await turns.run('a', async () => 'again'), 'again');
});
//# sourceMappingURL=fair-turns.test.js.map