import test from 'ava';
import { kControlBytesMax, kControlUnderWayBytesMax, kControlUnderWayCountMax, } from '../../../src/base/limits.js';
import { ControlInbox } from '../../../src/data/control-inbox.js';
const kPart = Uint8Array.of(1, 2, 3);
test('a message of one part is the part', (t) => {
    t.deepEqual(new ControlInbox().take(kPart, true), kPart);
});
test('parts become one message, and the next message begins anew', (t) => {
    const inbox = new ControlInbox();
    t.is(inbox.take(kPart, false), null);
    t.is(inbox.take(Uint8Array.of(4), false), null);
    t.deepEqual(inbox.take(new Uint8Array(0), true), Uint8Array.of(1, 2, 3, 4));
    t.deepEqual(inbox.take(Uint8Array.of(9), true), Uint8Array.of(9));
});
test('the largest message passes in parts, and one byte more is broken', (t) => {
    for (const surplus of [0, 1]) {
        const inbox = new ControlInbox();
        const part = new Uint8Array(kControlBytesMax / 16);
        for (let count = 0; count < 16; count++)
            t.is(inbox.take(part, false), null);
        const message = inbox.take(new Uint8Array(surplus), true);
        t.is(message === 'broken' ? message : message?.length, surplus ? 'broken' : kControlBytesMax);
    }
});
test('an empty part in the middle is broken, a message of no bytes is not', (t) => {
    t.is(new ControlInbox().take(new Uint8Array(0), false), 'broken');
    t.is(new ControlInbox().take(new Uint8Array(0), true)?.length, 0);
});
test('a million parts of one byte cost little more than a million bytes', (t) => {
    const inbox = new ControlInbox();
    const part = Uint8Array.of(7);
    const before = process.memoryUsage();
    for (let count = 0; count < 1_000_000; count++)
        inbox.take(part, false);
    const after = process.memoryUsage();
    const grown = after.heapUsed + after.external - before.heapUsed - before.external;
    t.true(grown < 16 * 1024 * 1024, `it grew by ${grown} bytes`);
});
test('it is full with as many messages under way as are allowed, until one is done', (t) => {
    const inbox = new ControlInbox();
    for (let count = 0; count < kControlUnderWayCountMax; count++) {
        t.false(inbox.isFull);
        inbox.take(kPart, true);
    }
    t.true(inbox.isFull);
    inbox.done(kPart.length);
    t.false(inbox.isFull);
});
test('it is full with as many bytes under way as are allowed, until they are done', (t) => {
    const inbox = new ControlInbox();
    inbox.take(new Uint8Array(kControlUnderWayBytesMax - 1), true);
    t.false(inbox.isFull);
    inbox.take(kPart, true);
    t.true(inbox.isFull);
    inbox.done(kControlUnderWayBytesMax - 1);
    t.false(inbox.isFull);
});
test('a closed one takes nothing and holds nothing back', (t) => {
    const inbox = new ControlInbox();
    for (let count = 0; count < kControlUnderWayCountMax; count++)
        inbox.take(kPart, true);
    inbox.close();
    t.false(inbox.isFull);
    t.is(inbox.take(kPart, true), null);
});
//# sourceMappingURL=control-inbox.test.js.map