import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import * as layout from '../../../src/ring/layout.js';
import { loadNative, } from '../../../src/ring/native.js';
import { RingWriter } from '../../../src/ring/ring-writer.js';
const kRingBytes = 4096;
const kSegmentBytes = layout.segmentBytesOf(kRingBytes);
const kWatchdogMs = 20_000;
function addon() {
    const loaded = loadNative();
    if (!loaded.ok)
        throw new Error(loaded.reason);
    return loaded.native;
}
/** Waits until a condition holds, or fails under a watchdog. */
async function until(condition) {
    const deadline = performance.now() + kWatchdogMs;
    while (!condition()) {
        if (performance.now() > deadline)
            throw new Error('the condition never held');
        await new Promise((resolve) => setTimeout(resolve, 1));
    }
}
/** Lets the event loop turn a few times. */
async function turnLoop() {
    for (let i = 0; i < 5; i++)
        await new Promise((resolve) => setImmediate(resolve));
}
/** A mapped segment whose first ring is ready. */
function openSegment() {
    const native = addon();
    const memoryFile = native.segmentCreate(kSegmentBytes);
    const mapping = new native.Mapping(memoryFile, kSegmentBytes);
    RingWriter.initialize(mapping.buffer, layout.kToPeerRingOffset, kRingBytes);
    return { native, memoryFile, mapping, words: new Int32Array(mapping.buffer) };
}
/** A poller on words of its own: [0] tail, [16] head, [32] bell. */
function openPoller(turn, spinUsMax = 0) {
    const native = addon();
    const words = new Int32Array(new SharedArrayBuffer(4096));
    const poller = new native.Poller((mustSeeAll) => turn(words, poller, mustSeeAll), spinUsMax);
    const doorbell = native.doorbellCreate();
    poller.addDoorbell(doorbell.reader);
    const watchId = poller.watch(words, 0, 16, 32);
    const close = () => {
        poller.close();
        closeBell(doorbell);
    };
    return { native, words, poller, doorbell, watchId, close };
}
/** A turn that takes everything that is there. */
function takeAll(words) {
    if (words[0] === words[16])
        return 0;
    words[16] = words[0];
    return 1;
}
function closeBell({ reader, writer }) {
    addon().descriptorClose(reader);
    addon().descriptorClose(writer);
}
/** Calls a method as no type would allow. */
function callOn(owner, name, receiver, ...args) {
    const method = Reflect.get(owner, name);
    if (typeof method !== 'function')
        throw new Error(`${name} is no method`);
    const result = Reflect.apply(method, receiver, args);
    return result;
}
function construct(type, ...args) {
    const result = Reflect.construct(type, args);
    return result;
}
test('the addon loads, once', (t) => {
    const loaded = loadNative();
    t.true(loaded.ok, loaded.ok ? '' : loaded.reason);
    t.is(loadNative(), loaded);
});
test('the layout in TypeScript is the layout in C++', (t) => {
    const inCpp = addon().layout();
    const inTypeScript = Object.entries(layout).filter(([, value]) => typeof value === 'number');
    t.true(inTypeScript.length > 20);
    for (const [name, value] of inTypeScript)
        t.is(inCpp[name], Number(value), name);
});
test('two mappings of one file show each other atomic writes', (t) => {
    const { native, memoryFile, mapping, words } = openSegment();
    const other = new native.Mapping(memoryFile, kSegmentBytes);
    const otherWords = new Int32Array(other.buffer);
    Atomics.store(words, 5, 42);
    t.is(Atomics.compareExchange(otherWords, 5, 42, 43), 42);
    t.is(Atomics.load(words, 5), 43);
    mapping.release();
    t.is(Atomics.load(otherWords, 5), 43, 'the other mapping stays');
    other.release();
    native.descriptorClose(memoryFile);
});
test('a released mapping has no bytes any more, and may be released again', (t) => {
    const { native, memoryFile, mapping, words } = openSegment();
    mapping.release();
    mapping.release();
    t.is(mapping.buffer.byteLength, 0);
    t.is(words.length, 0);
    t.throws(() => native.ringDrain(words, 0, new Uint8Array(512), 1), { instanceOf: RangeError });
    native.descriptorClose(memoryFile);
});
test('a poller may outlive the mapping that it watches', async (t) => {
    const { native, memoryFile, mapping, words } = openSegment();
    let turns = 0;
    const poller = new native.Poller(() => {
        turns++;
        return 0;
    }, 50);
    const id = poller.watch(words, 0, 16, 32);
    poller.arm();
    mapping.release();
    poller.kick();
    await until(() => turns > 0);
    t.true(poller.unwatch(id));
    poller.close();
    native.descriptorClose(memoryFile);
});
test('a mapping is refused when size or descriptor is wrong', (t) => {
    const { native, memoryFile, mapping } = openSegment();
    t.throws(() => new native.Mapping(memoryFile, kSegmentBytes + 8), { code: 'EINVAL' });
    t.throws(() => new native.Mapping(999_999, kSegmentBytes), { code: 'EBADF', message: /999999/ });
    t.throws(() => new native.Mapping(1, kSegmentBytes), { instanceOf: RangeError });
    mapping.release();
    native.descriptorClose(memoryFile);
    t.throws(() => native.descriptorClose(memoryFile), { code: 'EBADF' });
});
test('wrong arguments are refused by name', (t) => {
    const native = addon();
    const words = new Int32Array(new SharedArrayBuffer(64));
    t.throws(() => native.segmentCreate(0), {
        instanceOf: RangeError,
        message: /segmentCreate\(\): bytes/,
    });
    t.throws(() => native.segmentCreate(1.5), { instanceOf: RangeError });
    t.throws(() => native.segmentCreate(Number.NaN), { instanceOf: RangeError });
    t.throws(() => native.doorbellWait(3, -1), { instanceOf: RangeError });
    t.throws(() => native.doorbellRing(2), {
        instanceOf: RangeError,
        message: /doorbellRing\(\): writer/,
    });
    t.throws(() => native.pipeConnect('x'.repeat(200)), { code: 'ENAMETOOLONG' });
    t.throws(() => native.pipeConnect('/nowhere/center.sock'), { code: 'ENOENT', message: /nowhere/ });
    t.throws(() => callOn(native, 'pipeConnect', native, 7), { instanceOf: TypeError });
    t.throws(() => construct(native.Poller, 7, 0), { instanceOf: TypeError });
    t.throws(() => construct(native.Poller, () => 0, 0, 7), { message: /onRung/ });
    t.throws(() => native.ringDrain(words, 0, new Uint8Array(8), 1), { instanceOf: RangeError });
    const { poller, close } = openPoller(() => 0);
    t.throws(() => callOn(poller, 'kick', {}), { instanceOf: TypeError });
    t.throws(() => poller.watch(new Int32Array(4), 0, 1, 2), {
        instanceOf: TypeError,
        message: /SharedArrayBuffer/,
    });
    t.throws(() => poller.watch(words, 0, 1, 16), { instanceOf: RangeError, message: /bellIndex/ });
    close();
});
test('memory that was freed can be given back, and what is in use stays', (t) => {
    const native = addon();
    const kept = Buffer.alloc(1 << 16, 7);
    t.is(typeof native.memoryTrim(), 'boolean');
    t.true(kept.every((byte) => byte === 7));
});
test('a doorbell rings once for many rings', (t) => {
    const native = addon();
    const doorbell = native.doorbellCreate();
    t.false(native.doorbellWait(doorbell.reader, 0));
    native.doorbellRing(doorbell.writer);
    native.doorbellRing(doorbell.writer);
    t.true(native.doorbellWait(doorbell.reader, 0));
    t.false(native.doorbellWait(doorbell.reader, 0));
    t.throws(() => native.doorbellWait(doorbell.reader, 1), { message: /main thread/ });
    closeBell(doorbell);
});
test('a doorbell whose other end is closed is rung in vain, and never rings again', (t) => {
    const native = addon();
    const unheard = native.doorbellCreate();
    native.descriptorClose(unheard.reader);
    native.doorbellRing(unheard.writer);
    native.descriptorClose(unheard.writer);
    const silent = native.doorbellCreate();
    native.descriptorClose(silent.writer);
    t.throws(() => native.doorbellWait(silent.reader, 0), { code: 'EPIPE' });
    native.descriptorClose(silent.reader);
});
test('a peer that closes its end of a doorbell does not keep the poller awake', async (t) => {
    const { native, words, poller, doorbell } = openPoller(takeAll);
    poller.arm();
    native.descriptorClose(doorbell.writer);
    await until(() => poller.counters().wakes === 1);
    for (let i = 0; i < 10; i++)
        await turnLoop();
    t.is(poller.counters().wakes, 1);
    Atomics.store(words, 0, 64);
    poller.kick();
    await until(() => words[16] === 64);
    t.true(poller.removeDoorbell(1));
    poller.close();
    native.descriptorClose(doorbell.reader);
});
test('ringDrain copies whole records and gives their room back', (t) => {
    const { native, memoryFile, mapping, words } = openSegment();
    const writer = new RingWriter(mapping.buffer, layout.kToPeerRingOffset, kRingBytes, layout.kPeerBellOffset, () => t.fail('nobody sleeps'));
    const slab = new Uint8Array(writer.recordBytesMax);
    t.is(native.ringDrain(words, layout.kToPeerRingOffset, slab, 10), 0);
    // Several times around the ring, so that padding is met.
    for (let round = 0; round < 200; round++) {
        for (let i = 0; i < 3; i++) {
            const at = writer.tryReserve(100);
            t.true(at > 0);
            writer.words[at >> 2] = 100;
            writer.bytes.fill(round + i, at + 4, at + 100);
        }
        writer.publish();
        t.is(native.ringDrain(words, layout.kToPeerRingOffset, slab, 2), 2 * 104);
        t.is(slab[4], round & 0xff);
        t.is(native.ringDrain(words, layout.kToPeerRingOffset, slab, 2), 104);
        t.is(slab[99], (round + 2) & 0xff);
    }
    t.true(writer.isDrained());
    mapping.release();
    native.descriptorClose(memoryFile);
});
test('ringDrain gives out what is whole and then calls the ring corrupt', (t) => {
    const { native, memoryFile, mapping, words } = openSegment();
    const slab = new Uint8Array(kRingBytes / layout.kRecordShare);
    const data = (layout.kToPeerRingOffset + layout.kRingHeaderBytes) >> 2;
    words[data] = 32;
    words[data + 8] = 31;
    words[(layout.kToPeerRingOffset + layout.kTailPositionOffset) >> 2] = 64;
    t.is(native.ringDrain(words, layout.kToPeerRingOffset, slab, 10), 32);
    t.is(native.ringDrain(words, layout.kToPeerRingOffset, slab, 10), -1);
    words[(layout.kToPeerRingOffset + layout.kCapacityOffset) >> 2] = 1 << 20;
    t.is(native.ringDrain(words, layout.kToPeerRingOffset, slab, 10), -1, 'more than the memory holds');
    mapping.release();
    native.descriptorClose(memoryFile);
});
test('a poller sleeps with its bell armed and wakes by its doorbell', async (t) => {
    const { native, words, poller, doorbell, close } = openPoller(takeAll);
    poller.arm();
    t.is(words[32], 1);
    Atomics.store(words, 0, 64);
    t.is(Atomics.exchange(words, 32, 0), 1);
    native.doorbellRing(doorbell.writer);
    await until(() => words[16] === 64 && words[32] === 1);
    t.is(poller.counters().wakes, 1);
    t.is(poller.counters().rescues, 0);
    close();
});
test('a poller that is armed with records already there runs at once', async (t) => {
    const { words, poller, close } = openPoller(takeAll);
    Atomics.store(words, 0, 64);
    poller.arm();
    await until(() => words[16] === 64);
    t.is(poller.counters().rescues, 0);
    close();
});
test('a ring watched while the poller sleeps is armed, and read if it has records', async (t) => {
    const late = new Int32Array(new SharedArrayBuffer(256));
    const { poller, close } = openPoller(() => takeAll(late));
    poller.arm();
    Atomics.store(late, 0, 8);
    poller.watch(late, 0, 16, 32);
    await until(() => late[16] === 8 && late[32] === 1);
    t.is(poller.counters().rescues, 0);
    close();
});
test('records whose producer died before it rang are found after a while', async (t) => {
    const { words, poller, close } = openPoller(takeAll);
    poller.arm();
    Atomics.store(words, 32, 0);
    Atomics.store(words, 0, 64);
    await until(() => words[16] === 64);
    t.is(poller.counters().rescues, 1);
    close();
});
test('records that a turn leaves do not keep the poller awake', async (t) => {
    let turns = 0;
    const { words, poller, close } = openPoller(() => {
        turns++;
        return 0;
    });
    Atomics.store(words, 0, 64);
    poller.arm();
    await until(() => turns > 0 && words[32] === 1);
    const before = turns;
    await turnLoop();
    t.is(turns, before);
    poller.kick();
    await until(() => turns > before);
    close();
});
test('turns that leave a ring out are asked to see all before the poller sleeps', async (t) => {
    const asked = [];
    const { words, poller, close } = openPoller((ring, _self, mustSeeAll) => {
        asked.push(mustSeeAll);
        // The record comes right after the look at all.
        if (asked.length === 1)
            Atomics.store(ring, 0, 64);
        else if (mustSeeAll)
            return takeAll(ring);
        return 0;
    });
    poller.kick();
    await until(() => words[16] === 64);
    await until(() => words[32] === 1);
    t.deepEqual(asked, [true, false, true, false]);
    t.is(poller.counters().rescues, 0);
    close();
});
test('a poller tells which rings were rung for, once each, and asks for no look at all', async (t) => {
    const { native, words, poller: other, doorbell, close } = openPoller(() => 0);
    other.close();
    const seen = [];
    const rung = [];
    const poller = new native.Poller((mustSeeAll) => {
        seen.push(mustSeeAll);
        return takeAll(words);
    }, 0, (ringId) => rung.push(ringId));
    const first = poller.watch(words, 0, 16, 32);
    const second = poller.watch(words, 1, 17, 33);
    poller.addDoorbell(doorbell.reader, first);
    poller.arm();
    words[0] = 64;
    words[32] = 0;
    native.doorbellRing(doorbell.writer);
    await until(() => words[16] === 64 && words[32] === 1);
    t.deepEqual(rung, [first]);
    poller.ring(second);
    poller.ring(second);
    await until(() => rung.length > 1);
    await turnLoop();
    t.deepEqual(rung, [first, second]);
    t.false(seen.includes(true));
    t.is(poller.counters().rescues, 0);
    poller.close();
    poller.ring(second);
    close();
});
test('a ring that is quiet beside a busy one is armed, and heard', async (t) => {
    let isBusy = true;
    const rung = [];
    const native = addon();
    const words = new Int32Array(new SharedArrayBuffer(256));
    const quiet = new Int32Array(new SharedArrayBuffer(256));
    const poller = new native.Poller(() => {
        words[0] += 8;
        words[16] = words[0];
        return isBusy ? 1 : 0;
    }, 0, (ringId) => {
        rung.push(ringId);
        takeAll(quiet);
    });
    const doorbell = native.doorbellCreate();
    poller.watch(words, 0, 16, 32);
    const id = poller.watch(quiet, 0, 16, 32);
    poller.addDoorbell(doorbell.reader, id);
    poller.kick();
    await until(() => quiet[32] === 1);
    t.is(words[32], 0, 'the busy one is looked at');
    quiet[0] = 8;
    t.is(Atomics.exchange(quiet, 32, 0), 1);
    native.doorbellRing(doorbell.writer);
    await until(() => quiet[16] === 8);
    t.deepEqual(rung, [id]);
    await until(() => quiet[32] === 1);
    isBusy = false;
    await until(() => words[32] === 1);
    poller.close();
    closeBell(doorbell);
});
test('promise jobs and ticks run between two turns', async (t) => {
    const steps = [];
    const { poller, close } = openPoller(() => {
        if (steps.length >= 6)
            return 0;
        steps.push('turn');
        void Promise.resolve().then(() => steps.push('job'));
        process.nextTick(() => steps.push('tick'));
        return 1;
    });
    poller.kick();
    await until(() => steps.length === 6);
    t.deepEqual(steps, ['turn', 'tick', 'job', 'turn', 'tick', 'job']);
    close();
});
test('timers and sockets get their turn while a poller is always busy', async (t) => {
    const { poller, close } = openPoller(() => 1);
    poller.kick();
    await until(() => poller.counters().wakes > 3);
    t.true(poller.counters().turns > poller.counters().wakes);
    close();
});
test('a turn may close its poller; later calls are refused or do nothing', async (t) => {
    let turns = 0;
    const { words, poller, doorbell, watchId } = openPoller((_words, self) => {
        turns++;
        self.close();
        self.close();
        return 1;
    });
    poller.arm();
    poller.kick();
    await until(() => turns > 0);
    await turnLoop();
    t.is(turns, 1);
    t.is(words[32], 0, 'nobody needs to ring any more');
    poller.kick();
    poller.arm();
    poller.ref();
    t.false(poller.unwatch(watchId));
    t.false(poller.removeDoorbell(1));
    t.throws(() => poller.watch(words, 0, 16, 32), { code: 'EBADF' });
    t.throws(() => poller.addDoorbell(doorbell.reader), { code: 'EBADF' });
    t.is(poller.counters().turns, 1);
    closeBell(doorbell);
});
test('a turn may watch and unwatch', async (t) => {
    let id = 0;
    const other = new Int32Array(new SharedArrayBuffer(256));
    const { poller, watchId, close } = openPoller((_words, self) => {
        if (id !== 0)
            return 0;
        id = self.watch(other, 0, 16, 32);
        return self.unwatch(watchId) ? 1 : 0;
    });
    poller.arm();
    poller.kick();
    await until(() => id !== 0 && other[32] === 1);
    t.false(poller.unwatch(watchId));
    t.true(poller.unwatch(id));
    t.is(other[32], 0);
    close();
});
test('a removed doorbell wakes nobody', async (t) => {
    const { native, poller, doorbell, close } = openPoller(() => 0);
    t.true(poller.removeDoorbell(1));
    t.false(poller.removeDoorbell(1));
    poller.arm();
    native.doorbellRing(doorbell.writer);
    await turnLoop();
    t.is(poller.counters().wakes, 0);
    const again = poller.addDoorbell(doorbell.reader);
    t.is(again, 2);
    await until(() => poller.counters().wakes === 1);
    close();
});
function socketDescriptor(socket) {
    const handle = Reflect.get(socket, '_handle');
    if (typeof handle !== 'object' || handle === null)
        throw new Error('the socket has no handle');
    return Number(Reflect.get(handle, 'fd'));
}
test('a local socket carries bytes and descriptors, and tells who is there', async (t) => {
    const native = addon();
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-'));
    const path = join(folder, 'center.sock');
    const server = createServer({ pauseOnConnect: true });
    await new Promise((resolve) => server.listen(path, resolve));
    const accepted = new Promise((resolve) => server.once('connection', resolve));
    const client = native.pipeConnect(path);
    const socket = await accepted;
    const center = socketDescriptor(socket);
    t.deepEqual(native.peerCredentials(center), {
        pid: process.pid,
        uid: process.getuid?.() ?? -1,
        gid: process.getgid?.() ?? -1,
    });
    const target = new Uint8Array(16);
    t.is(native.pipeReceive(client, target), null);
    let readableCount = 0;
    const watch = new native.DescriptorWatch(client, () => {
        readableCount++;
        watch.close();
    });
    const doorbell = native.doorbellCreate();
    t.is(native.pipeSend(center, Uint8Array.of(1, 2, 3), [doorbell.writer]), 3);
    await until(() => readableCount > 0);
    const received = native.pipeReceive(client, target);
    t.is(received?.bytes, 3);
    t.deepEqual([...target.subarray(0, 3)], [1, 2, 3]);
    const passed = received?.fds ?? [];
    t.is(passed.length, 1);
    native.doorbellRing(passed[0] ?? -1);
    t.true(native.doorbellWait(doorbell.reader, 0));
    await turnLoop();
    t.is(readableCount, 1, 'closed in its own callback');
    socket.destroy();
    await until(() => native.pipeReceive(client, target)?.bytes === 0);
    t.throws(() => native.pipeSend(client, Uint8Array.of(1), []), { code: 'EPIPE' });
    for (const descriptor of [client, ...passed])
        native.descriptorClose(descriptor);
    closeBell(doorbell);
    server.close();
    await rm(folder, { recursive: true });
});
const kEndings = [
    ['exit', 0],
    ['exit-in-turn', 3],
    ['throw-in-turn', 1],
    ['terminated-asleep', 1],
    ['terminated-busy', 1],
    ['terminated-in-turn', 1],
    ['released-while-watched', 1],
];
for (const [ending, exitCode] of kEndings) {
    test(`a worker with an open poller ends cleanly: ${ending}`, async (t) => {
        const { native, memoryFile, mapping } = openSegment();
        const plan = {
            ending,
            shared: new SharedArrayBuffer(4096),
            memoryFile,
            memoryBytes: kSegmentBytes,
        };
        const worker = new Worker(new URL('./native-worker.js', import.meta.url), { workerData: plan });
        const errors = [];
        worker.on('error', (error) => errors.push(String(error)));
        worker.once('message', () => void worker.terminate());
        t.is(await new Promise((resolve) => worker.once('exit', resolve)), exitCode);
        t.deepEqual(errors, ending === 'throw-in-turn' ? ['Error: thrown in turn'] : []);
        mapping.release();
        native.descriptorClose(memoryFile);
    });
}
//# sourceMappingURL=native.test.js.map