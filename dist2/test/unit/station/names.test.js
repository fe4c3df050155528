import test from 'ava';
import { kHandleCountMax, kHandleNamesBytesMax } from '../../../src/base/limits.js';
import { FramePort } from '../../../src/station/frame-port.js';
import { checkTopic, Names } from '../../../src/station/names.js';
import { kKindIntern, kKindWord, kTargetWord } from '../../../src/wire/frame.js';
import { refusalBy } from '../../support/refusal.js';
import { makeRing } from '../../support/ring-pair.js';
/** Names on a link of which `interned()` tells the new [number, name] pairs. */
function makeNames() {
    const ring = makeRing(1 << 20, 32);
    const port = new FramePort(ring.writer, 'microtasks', () => { });
    const interned = () => {
        ring.writer.publish();
        const pairs = [];
        const onRecord = (reader, offset, size) => {
            if ((reader.words[(offset >> 2) + kKindWord] & 0xff) !== kKindIntern)
                throw new Error('no name');
            const name = reader.buffer.toString('utf8', offset + 32, offset + size);
            pairs.push([reader.words[(offset >> 2) + kTargetWord], name]);
            return true;
        };
        ring.reader.poll({ onRecord }, 100_000);
        return pairs;
    };
    return { names: new Names(port), interned };
}
test('a path travels by name once, by number from the second time on', (t) => {
    const { names, interned } = makeNames();
    t.deepEqual(names.path('GET /a?x=1', false), { handle: -1, key: 'GET /a', query: 'x=1' });
    t.deepEqual(interned(), []);
    t.deepEqual(names.path('GET /a?x=2', false), { handle: 0, key: 'GET /a', query: 'x=2' });
    t.deepEqual(interned(), [[0, 'GET /a']]);
    t.is(names.path('GET /a', false).handle, 0);
    t.is(names.path('GET /a', false), names.path('GET /a', false));
    t.deepEqual(interned(), []);
});
test('a path without a method is another name with a body than without', (t) => {
    const { names } = makeNames();
    for (let turn = 0; turn < 3; turn++) {
        t.is(names.path('/a', true).key, 'POST /a');
        t.is(names.path('/a', false).key, 'GET /a');
    }
    t.not(names.path('/a', true).handle, names.path('/a', false).handle);
});
test('a topic that is spelled like a path has a number of its own', (t) => {
    const { names } = makeNames();
    for (let turn = 0; turn < 2; turn++) {
        names.path('GET /a', false);
        names.topic('GET /a');
    }
    t.not(names.path('GET /a', false).handle, names.topic('GET /a').handle);
});
test('when all numbers are taken, the oldest name gives up its own', (t) => {
    const { names, interned } = makeNames();
    const use = (path) => {
        names.path(path, false);
        return names.path(path, false).handle;
    };
    for (let index = 0; index < kHandleCountMax; index++) {
        if (use(`GET /r${index}`) !== index)
            t.fail(String(index));
        if (index % 1_000 === 0)
            interned(); // makes room in the ring
    }
    interned();
    t.is(use('GET /one-more'), 0);
    t.deepEqual(interned(), [[0, 'GET /one-more']]);
    t.is(names.path('GET /r0', false).handle, -1);
    t.is(names.path('GET /r1', false).handle, 1);
    t.is(names.path('GET /one-more', false).handle, 0);
});
test('names that are too long together take no further number', (t) => {
    const { names, interned } = makeNames();
    const nameOf = (index) => `GET /${String(index).padStart(1_019, 'x')}`;
    const fitting = Math.floor(kHandleNamesBytesMax / 1_024);
    for (let index = 0; index < fitting; index++) {
        names.path(nameOf(index), false);
        if (names.path(nameOf(index), false).handle !== index)
            t.fail(String(index));
        if (index % 100 === 0)
            interned();
    }
    interned();
    names.path(nameOf(fitting), false);
    t.is(names.path(nameOf(fitting), false).handle, -1);
    t.is(names.path(nameOf(0), false).handle, 0);
});
test('paths that are used once take no number', (t) => {
    const { names, interned } = makeNames();
    for (let index = 0; index < 10_000; index++)
        names.path(`GET /once/${index}`, false);
    t.deepEqual(interned(), []);
});
test('a topic has 1 to 1,024 bytes', (t) => {
    for (const topic of ['', 'x'.repeat(1_025), 'ü'.repeat(513)]) {
        t.is(refusalBy(() => checkTopic(topic)).code, 'ERR_BAD_ARGUMENT');
    }
    t.notThrows(() => checkTopic('x'.repeat(1_024)));
});
//# sourceMappingURL=names.test.js.map