import test from 'ava';
import { kLookAgain, Rota } from '../../../src/ring/rota.js';
const kTurnsToIdle = 1024;
/** A rota of items, and what looks at them and takes their work. */
function makeRota(count) {
    const rota = new Rota();
    const items = Array.from({ length: count }, (_, name) => ({ name, work: 0, lookCount: 0 }));
    for (const item of items)
        rota.add(item);
    const look = (item) => {
        item.lookCount++;
        const { work } = item;
        item.work = 0;
        return work;
    };
    const turn = (mustSeeAll = false) => rota.turn(look, mustSeeAll);
    /** The first item is busy until all others count as idle. */
    const tire = () => {
        for (let turns = 0; turns < kTurnsToIdle; turns++) {
            items[0].work = 1;
            turn();
        }
        for (const item of items)
            item.lookCount = 0;
    };
    return { rota, items, look, turn, tire };
}
test('nothing to look at is no work', (t) => {
    t.is(makeRota(0).turn(), 0);
});
test('a turn tells the sum of the work it found', (t) => {
    const { items, turn } = makeRota(3);
    items[0].work = 2;
    items[2].work = 5;
    t.is(turn(), 7);
    t.is(turn(), 0);
});
test('the idle are looked at only when all must be seen', (t) => {
    const { items, turn, tire } = makeRota(1_000);
    tire();
    items[0].work = 1;
    items[500].work = 1;
    t.is(turn(), 1);
    t.is(items[0].lookCount, 1);
    t.is(items.filter(({ lookCount }) => lookCount > 0).length, 1);
    t.is(turn(true), 1);
    t.is(items.filter(({ lookCount }) => lookCount > 0).length, 1_000);
});
test('a roused one is looked at in every turn until it is found idle', (t) => {
    const { rota, items, turn, tire } = makeRota(10);
    tire();
    rota.rouse(items[5]);
    rota.rouse(items[5]);
    rota.rouse(items[0]);
    items[5].work = 2;
    t.is(turn(), 2);
    t.is(items[5].lookCount, 1);
    t.is(items[0].lookCount, 1);
    for (let turns = 0; turns < 2 * kTurnsToIdle; turns++)
        turn();
    t.is(items[5].lookCount, 1 + kTurnsToIdle);
});
test('one that waits for something is looked at again and again, and its waiting is no work', (t) => {
    const { rota, turn } = makeRota(0);
    rota.add({ name: 1, work: kLookAgain, lookCount: 0 });
    const stubborn = { name: 2, work: kLookAgain, lookCount: 0 };
    rota.add(stubborn);
    let work = 0;
    for (let turns = 0; turns < 3 * kTurnsToIdle; turns++) {
        stubborn.work = kLookAgain;
        work += turn();
    }
    t.is(work, 0);
    t.is(stubborn.lookCount, 3 * kTurnsToIdle);
});
test('a turn that must see all leaves no idle one out, whatever else it finds', (t) => {
    for (const name of [1, 500, 999]) {
        const { items, turn, tire } = makeRota(1_000);
        tire();
        items[0].work = 1;
        items[name].work = 3;
        t.is(turn(true), 4, `item ${name}`);
        t.is(turn(true), 0);
    }
});
test('an idle one that has work is looked at in every turn again', (t) => {
    const { items, turn, tire } = makeRota(1_000);
    tire();
    items[700].work = 1;
    turn(true);
    for (const item of items)
        item.lookCount = 0;
    for (let turns = 0; turns < 10; turns++) {
        items[0].work = 1;
        turn();
    }
    t.is(items[700].lookCount, 10);
});
test('a removed one is looked at no more, be it busy or idle', (t) => {
    const { rota, items, turn, tire } = makeRota(10);
    t.true(rota.remove(items[9]));
    tire();
    t.true(rota.remove(items[5]));
    t.false(rota.remove(items[5]));
    t.is(rota.size, 8);
    for (const item of items)
        item.work = 1;
    let work = 0;
    for (let turns = 0; turns < 10; turns++)
        work += turn(true);
    t.is(work, 8);
    t.deepEqual(items.filter(({ lookCount }) => lookCount === 0).map(({ name }) => name), [5, 9]);
});
test('items may come and go while it goes round', (t) => {
    const rota = new Rota();
    const seen = [];
    rota.add(0);
    rota.add(1);
    const look = (item) => {
        seen.push(item);
        if (item === 0) {
            rota.remove(0);
            rota.remove(1);
            rota.add(2);
        }
        return 1;
    };
    t.is(rota.turn(look, false), 2);
    t.deepEqual(seen, [0, 2]);
    t.is(rota.size, 1);
});
//# sourceMappingURL=rota.test.js.map