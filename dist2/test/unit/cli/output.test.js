import test from 'ava';
import { ageText, jsonText, latencyText, printable } from '../../../src/cli/output.js';
import { tableText } from '../../../src/cli/table.js';
const kColumns = [
    { title: 'COUNT', align: 'right', cell: (row) => String(row.count) },
    { title: 'NAME', align: 'left', cell: (row) => row.name },
    { title: 'AGAIN', align: 'left', cell: (row) => row.name },
];
test('lays a table out in columns, without spaces at the ends of lines', (t) => {
    const rows = [
        { name: 'orders', count: 7 },
        { name: '', count: 123_456 },
    ];
    t.is(tableText(kColumns, rows), ' COUNT  NAME    AGAIN\n     7  orders  orders\n123456\n');
});
test('a table without rows is its titles', (t) => {
    t.is(tableText(kColumns, []), 'COUNT  NAME  AGAIN\n');
});
test('counts a character of several code points as one', (t) => {
    const columns = kColumns.slice(1);
    t.is(tableText(columns, [
        { name: 'e\u0301', count: 0 },
        { name: 'ab', count: 0 },
    ]), 'NAME  AGAIN\ne\u0301     e\u0301\nab    ab\n');
});
test('a cell cannot break a line or steer the terminal', (t) => {
    const text = tableText(kColumns, [{ name: 'a\nb\u001b[31m\u009b1m\r', count: 1 }]);
    t.is(text.split('\n').length, 3);
    t.true(text.includes('a b\\x1b[31m\\x9b1m\\x0d'));
});
test('printable text keeps its lines and its letters', (t) => {
    t.is(printable('one\ntwo äöü 注文'), 'one\ntwo äöü 注文');
    t.is(printable('\u0000\u0007\t\u007f'), '\\x00\\x07\\x09\\x7f');
    t.is(printable('a\u202eb\u2028\ud800'), 'a\\u{202e}b\\u{2028}\\u{d800}');
});
test('JSON is one line for programs and indented for people', (t) => {
    t.is(jsonText({ a: [1, null] }, false), '{"a":[1,null]}\n');
    t.is(jsonText({ a: 1 }, true), '{\n\t"a": 1\n}\n');
});
test('latencies and ages have a unit that fits', (t) => {
    t.deepEqual([0, 85.4, 999, 1_000, 999_949, 1_000_000, 2_150_000].map(latencyText), [
        '0 us',
        '85 us',
        '999 us',
        '1.0 ms',
        '999.9 ms',
        '1.0 s',
        '2.1 s',
    ]);
    t.deepEqual([undefined, null, Number.NaN, '1'].map(latencyText), ['-', '-', '-', '-']);
    t.deepEqual([-5, 0, 119_999, 120_000, 7_199_999, 7_200_000, 172_799_999, 172_800_000].map(ageText), ['0 s', '0 s', '119 s', '2 min', '119 min', '2 h', '47 h', '2 d']);
});
//# sourceMappingURL=output.test.js.map