// A connection in memory.
import { once } from 'node:events';
import test from 'ava';
import { MemorySocket } from '../../../../src/station/adapters/memory-socket.js';
function pair() {
    const ends = [new MemorySocket('192.0.2.1'), new MemorySocket('2001:db8::1')];
    MemorySocket.join(...ends);
    return [...ends];
}
test('bytes arrive in order, then the end', async (t) => {
    const [near, far] = pair();
    near.write('one ');
    near.write('two');
    near.end();
    let text = '';
    for await (const part of far)
        text += String(part);
    t.is(text, 'one two');
    t.like(near, { bytesWritten: 7, remoteAddress: '192.0.2.1', remoteFamily: 'IPv4' });
    t.like(far, { bytesRead: 7, remoteAddress: '2001:db8::1', remoteFamily: 'IPv6' });
});
test('a writer waits for a reader that does not read', async (t) => {
    const [near, far] = pair();
    let written = 0;
    while (near.write(Buffer.alloc(10_000)))
        written += 10_000;
    t.true(written < 200_000);
    let isDrained = false;
    near.once('drain', () => {
        isDrained = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    t.false(isDrained);
    far.resume();
    await once(near, 'drain');
    t.true(near.writable);
});
test('an end that breaks breaks the other, and fails what it still writes', async (t) => {
    const [near, far] = pair();
    while (near.write(Buffer.alloc(10_000)))
        ;
    const failed = once(near, 'error');
    far.destroy();
    const [error] = (await failed);
    t.is(error.code, 'EPIPE');
    t.true(near.destroyed);
    const [left, right] = pair();
    left.destroy();
    await once(right, 'close');
    t.true(right.destroyed);
});
test('an end that closes after its last word leaves it to be read', async (t) => {
    const [near, far] = pair();
    near.write('last word');
    near.destroySoon();
    await once(near, 'close');
    t.false(far.destroyed);
    t.is(String(far.read()), 'last word');
});
test('silence is told after its time, traffic puts it off', async (t) => {
    const [near, far] = pair();
    far.resume();
    let isTold = false;
    near.setTimeout(60, () => {
        isTold = true;
    });
    for (let turn = 0; turn < 5; turn++) {
        near.write('x');
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    t.is(near.timeout, 60);
    const watch = setInterval(() => { }, 1_000); // the socket's own timer keeps no program running
    await once(near, 'timeout');
    clearInterval(watch);
    t.true(isTold);
    near.setTimeout(0);
    t.is(near.timeout, 0);
});
//# sourceMappingURL=memory-socket.test.js.map