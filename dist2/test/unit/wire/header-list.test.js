import test from 'ava';
import { headerListOf, headerText, headerTextOf } from '../../../src/wire/header-list.js';
import { refusalBy } from '../../support/refusal.js';
test('a list is the list of its text, repeated fields included', (t) => {
    const list = [
        'set-cookie',
        'a=1; Path=/',
        'set-cookie',
        'b=2',
        'x-empty',
        '',
        'x-url',
        'http://h:8080/',
    ];
    t.deepEqual(headerListOf(headerText(list)), list);
    t.deepEqual(headerListOf(''), []);
});
test('names become lower case, and an array is a repeated field', (t) => {
    t.is(headerTextOf({ 'X-One': 'A', Two: ['b', 'c'] }), 'x-one:A\ntwo:b\ntwo:c\n');
});
test('what could end a field elsewhere is refused where fields are written', (t) => {
    for (const value of ['a\rb', 'a\nb', 'a\0b', 'a\r\nset-cookie: x=1']) {
        t.is(refusalBy(() => headerText(['x', value])).code, 'ERR_BAD_ARGUMENT');
        t.is(refusalBy(() => headerTextOf({ x: value })).code, 'ERR_BAD_ARGUMENT');
    }
    for (const name of ['', 'a b', 'a:b', 'ä']) {
        t.is(refusalBy(() => headerText([name, 'v'])).code, 'ERR_BAD_ARGUMENT', name);
    }
});
test('what a hostile peer wrote is left out, and its neighbours stay', (t) => {
    t.deepEqual(headerListOf('a:1\nx:a\rset-cookie: b\ny:\0\n:empty\nno colon\nb:2\n'), [
        'a',
        '1',
        'b',
        '2',
    ]);
});
//# sourceMappingURL=header-list.test.js.map