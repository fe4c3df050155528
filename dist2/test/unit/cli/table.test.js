import test from 'ava';
import { colorsFor } from '../../../src/cli/colors.js';
import { tableLines } from '../../../src/cli/table.js';
import { clipped, widthOf } from '../../../src/cli/text-width.js';
const kColumns = [
    { title: 'NAME', align: 'left', cell: (row) => row.name, least: 12 },
    {
        title: 'COUNT',
        align: 'right',
        cell: (row) => String(row.count),
        paint: (row) => (row.count > 9 ? 'red' : undefined),
    },
    { title: 'NOTE', align: 'left', cell: (row) => row.note, spare: 1 },
];
const kRows = [
    { name: 'a-name-of-twenty-six-chars', count: 7, note: 'first' },
    { name: 'b', count: 12, note: 'second' },
];
const plain = colorsFor({ args: [], env: {}, isTerminal: false });
test('a table that fits is not cut', (t) => {
    t.deepEqual(tableLines(kColumns, kRows, { widthMax: 41, colors: plain }), [
        'NAME                        COUNT  NOTE',
        'a-name-of-twenty-six-chars      7  first',
        'b                              12  second',
    ]);
});
test('cuts the widest cell that may be cut, then leaves out what can be spared', (t) => {
    t.deepEqual(tableLines(kColumns, kRows, { widthMax: 30, colors: plain }), [
        'NAME             COUNT  NOTE',
        'a-name-of-twen…      7  first',
        'b                   12  second',
    ]);
    t.deepEqual(tableLines(kColumns, kRows, { widthMax: 20, colors: plain }), [
        'NAME           COUNT',
        'a-name-of-tw…      7',
        'b                 12',
    ]);
});
test('no line is wider than the terminal, whatever stands in the cells', (t) => {
    const rows = [{ name: '注文'.repeat(20), count: 1, note: 'e\u0301'.repeat(9) }];
    for (const widthMax of [21, 24, 33, 80]) {
        for (const line of tableLines(kColumns, rows, { widthMax, colors: plain }))
            t.true(widthOf(line) <= widthMax, `${widthMax}: ${line}`);
    }
});
test('colours take no room', (t) => {
    const colors = colorsFor({ args: [], env: { FORCE_COLOR: '1' }, isTerminal: false });
    const [titles = '', first, second = ''] = tableLines(kColumns, kRows, { widthMax: 80, colors });
    t.true(titles.startsWith('\u001b[1mNAME\u001b[22m                        \u001b[1mCOUNT'));
    t.is(first, 'a-name-of-twenty-six-chars      7  first');
    t.is(second, 'b                              \u001b[31m12\u001b[39m  second');
});
test('counts East Asian characters as two columns, and cuts between characters', (t) => {
    t.is(widthOf('注文'), 4);
    t.is(widthOf('e\u0301'), 1);
    t.is(clipped('注文書', 5), '注文…');
    t.is(clipped('注文書', 4), '注…');
    t.is(clipped('注文書', 6), '注文書');
    t.is(clipped('abc', 1), '…');
});
test('colours: --no-color beats NO_COLOR beats FORCE_COLOR beats the terminal', (t) => {
    const isColored = (args, env, isTerminal) => colorsFor({ args, env, isTerminal }).isColorSupported;
    t.true(isColored(['stations'], {}, true));
    t.false(isColored(['stations'], {}, false));
    t.false(isColored(['stations'], { TERM: 'dumb' }, true));
    t.false(isColored(['stations', '--no-color'], { FORCE_COLOR: '1' }, true));
    t.true(isColored(['call', '/a', '--', '--no-color'], {}, true));
    t.false(isColored([], { NO_COLOR: '1', FORCE_COLOR: '1' }, true));
    t.true(isColored([], { NO_COLOR: '', FORCE_COLOR: '3' }, false));
    t.false(isColored([], { FORCE_COLOR: '0' }, true));
});
//# sourceMappingURL=table.test.js.map