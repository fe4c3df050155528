import test from 'ava';
import { AddressCounts } from '../../../src/http/address-counts.js';
import { kHttpLimitsDefault, sweepMsOf } from '../../../src/http/http-limits.js';
import { refusalText } from '../../../src/http/node-connection.js';
import { canSharePort } from '../../../src/http/node-server.js';
import { addressOfBytes, plainAddress } from '../../../src/http/remote-address.js';
import { cutReason } from '../../../src/http/socket-reason.js';
import { SocketWatch } from '../../../src/http/socket-watch.js';
test('addresses are written as Node writes them, IPv4 without its IPv6 clothes', (t) => {
    const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1];
    t.is(addressOfBytes(Uint8Array.of(127, 0, 0, 1)), '127.0.0.1');
    t.is(addressOfBytes(Uint8Array.from(mapped)), '10.0.0.1');
    t.is(addressOfBytes(Uint8Array.from({ length: 16 }, (_, index) => (index === 15 ? 1 : 0))), '::1');
    t.is(addressOfBytes(new Uint8Array(0)), '');
    t.is(plainAddress('::ffff:10.0.0.1'), '10.0.0.1');
    t.is(plainAddress('::ffff:1'), '::ffff:1');
    t.is(plainAddress(undefined), '');
});
test('a reason of a close is cut to 123 bytes, and between characters', (t) => {
    t.is(cutReason('bye'), 'bye');
    t.is(cutReason('x'.repeat(124)), 'x'.repeat(123));
    t.is(cutReason(`x${'é'.repeat(70)}`), `x${'é'.repeat(61)}`);
    t.is(Buffer.byteLength(cutReason('€'.repeat(50))), 123);
    t.is(cutReason(`${'€'.repeat(40)}xx€`), `${'€'.repeat(40)}xx`);
});
test('time limits are looked at four times within the shortest, but neither always nor never', (t) => {
    t.is(sweepMsOf(kHttpLimitsDefault), 1_000);
    t.is(sweepMsOf({ ...kHttpLimitsDefault, bodyTimeoutMs: 400 }), 100);
    t.is(sweepMsOf({ ...kHttpLimitsDefault, socketPingMs: 1 }), 10);
});
test('versions of Node that can share a port are known', (t) => {
    const versions = ['20.20.2', '22.11.0', '22.12.0', '23.0.0', '23.1.0', '24.0.0'];
    t.deepEqual(versions.filter((version) => canSharePort(version)), ['22.12.0', '23.1.0', '24.0.0']);
});
test('an answer without the engine is whole, and counts bytes', (t) => {
    const text = refusalText(400, 'é');
    t.true(text.startsWith('HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n'));
    t.true(text.endsWith('Connection: close\r\nContent-Length: 2\r\n\r\né'));
});
const kLimits = {
    ...kHttpLimitsDefault,
    socketPingMs: 10,
    socketSilenceMs: 40,
    writeTimeoutMs: 30,
};
test('a WebSocket is pinged now and then, and cut when it is silent', (t) => {
    const watch = new SocketWatch(kLimits, 0);
    t.is(watch.look(9, 0), 'rest');
    t.is(watch.look(10, 0), 'ping');
    t.is(watch.look(15, 0), 'rest');
    watch.heard(20);
    t.is(watch.look(60, 0), 'ping');
    t.is(watch.look(61, 0), 'cut');
});
test('a WebSocket is cut when it takes nothing of what waits, and not pinged meanwhile', (t) => {
    const watch = new SocketWatch(kLimits, 0);
    t.is(watch.look(10, 500), 'rest');
    watch.heard(20);
    t.is(watch.look(25, 400), 'rest');
    t.is(watch.look(55, 600), 'rest');
    t.is(watch.look(56, 600), 'cut');
});
test('addresses are counted only while one of them could have too much', (t) => {
    const counts = new AddressCounts(2);
    t.false(counts.isWanted(1));
    t.true(counts.isWanted(2));
    counts.remove('a', 0); // was never counted
    counts.start();
    for (const address of ['a', 'a', 'b'])
        counts.add(address);
    t.true(counts.isFull('a'));
    t.false(counts.isOver('a'));
    t.false(counts.isFull('b'));
    counts.add('a');
    t.true(counts.isOver('a'));
    counts.remove('a', 3);
    t.false(counts.isOver('a'));
    t.true(counts.isCounting);
    counts.remove('b', 0);
    t.false(counts.isCounting);
    t.false(counts.isFull('a'));
});
//# sourceMappingURL=small-parts.test.js.map