import test from 'ava';
import { IndexList } from '../../../src/http/index-list.js';
function numbered(count) {
    return Array.from({ length: count }, (_, number) => ({ number, listIndex: -1 }));
}
function numbersOf(list) {
    const numbers = [];
    list.forEach(({ number }) => {
        numbers.push(number);
    });
    return numbers.sort((a, b) => a - b);
}
test('holds what was added and not removed, whatever the order', (t) => {
    const list = new IndexList();
    const items = numbered(6);
    for (const item of items)
        list.add(item);
    for (const number of [5, 0, 3]) {
        const item = items[number];
        if (item !== undefined)
            list.remove(item);
    }
    t.is(list.size, 3);
    t.deepEqual(numbersOf(list), [1, 2, 4]);
});
test('what is not there is not removed twice', (t) => {
    const list = new IndexList();
    const [one, two] = numbered(2);
    if (one === undefined || two === undefined)
        throw new Error('two items are wanted');
    list.add(one);
    list.add(two);
    list.remove(one);
    list.remove(one);
    t.deepEqual(numbersOf(list), [1]);
    list.remove(two);
    t.is(list.size, 0);
});
test('each item is visited once though all are removed meanwhile', (t) => {
    const list = new IndexList();
    for (const item of numbered(5))
        list.add(item);
    const seen = [];
    list.forEach((item) => {
        seen.push(item.number);
        list.remove(item);
    });
    t.deepEqual(seen, [4, 3, 2, 1, 0]);
    t.is(list.size, 0);
});
//# sourceMappingURL=index-list.test.js.map