import test from 'ava';
import { centerError } from '../../../src/base/errors.js';
import { idOfRefusal, readAsk, writeAnswer, writeError, writeTopicMessage, } from '../../../src/gateway/socket-frames.js';
import { refusalBy } from '../../support/refusal.js';
function binary(head, body = '') {
    const bytes = Buffer.from(head);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes, Buffer.from(body)]);
}
function split(message) {
    if (typeof message === 'string')
        throw new Error('it is no binary message');
    const end = 4 + Buffer.from(message).readUInt32LE(0);
    const head = JSON.parse(Buffer.from(message.subarray(4, end)).toString());
    return { head, body: Buffer.from(message.subarray(end)).toString() };
}
test('a call in text has a JSON body', (t) => {
    const ask = readAsk('{"id":1,"call":"POST /x","body":{"a":1},"timeoutMs":5,"headers":{"X-A":"b"}}');
    t.like(ask, {
        kind: 'call',
        id: 1,
        route: 'POST /x',
        timeoutMs: 5,
        headers: { 'X-A': 'b' },
        isJson: true,
    });
    t.is(Buffer.from(ask.kind === 'call' ? (ask.body ?? '') : '').toString(), '{"a":1}');
});
test('a call without a body has none; null is one', (t) => {
    t.like(readAsk('{"id":1,"call":"/x"}'), { body: undefined });
    const ask = readAsk('{"id":1,"call":"/x","body":null}');
    t.is(Buffer.from(ask.kind === 'call' ? (ask.body ?? '') : '').toString(), 'null');
});
test('a binary call has bytes, of their own', (t) => {
    const message = binary('{"id":2,"call":"/x"}', 'bytes');
    const ask = readAsk(message);
    message.fill(0);
    t.like(ask, { kind: 'call', id: 2, isJson: false });
    t.is(Buffer.from(ask.kind === 'call' ? (ask.body ?? '') : '').toString(), 'bytes');
});
test('the other things that a client may ask', (t) => {
    t.deepEqual(readAsk('{"id":3,"cancel":true}'), { kind: 'cancel', id: 3 });
    t.deepEqual(readAsk('{"id":4,"subscribe":"t"}'), { kind: 'subscribe', id: 4, topic: 't' });
    t.deepEqual(readAsk('{"id":5,"unsubscribe":"t"}'), { kind: 'unsubscribe', id: 5, topic: 't' });
    t.deepEqual(readAsk('{"publish":"t","message":[1]}'), {
        kind: 'publish',
        id: undefined,
        topic: 't',
        message: [1],
    });
    t.like(readAsk(binary('{"id":6,"publish":"t"}', 'x')), { kind: 'publish', id: 6 });
});
const bad = [
    ['', /JSON/],
    ['{', /JSON/],
    ['[1]', /object/],
    ['null', /object/],
    ['{}', /one of call/],
    ['{"id":1}', /one of call/, 1],
    ['{"call":"/x"}', /id is a whole number/],
    ['{"id":-1,"call":"/x"}', /id is a whole number/],
    ['{"id":1.5,"call":"/x"}', /id is a whole number/],
    ['{"id":"1","call":"/x"}', /id is a whole number/],
    ['{"id":1e300,"call":"/x"}', /id is a whole number/],
    ['{"id":1,"call":"/x","timeoutMs":"5"}', /timeoutMs/, 1],
    ['{"id":1,"call":"/x","headers":[]}', /headers/, 1],
    ['{"id":1,"call":"/x","headers":{"a":1}}', /headers/, 1],
    ['{"id":1,"subscribe":7}', /one of call/, 1],
    ['{"subscribe":"t"}', /id is a whole number/],
    [new Uint8Array(0), /length of its head/],
    [new Uint8Array(3), /length of its head/],
    [Buffer.from([255, 255, 255, 255, 1]), /length of its head/],
    [binary('\xff'), /JSON/],
    [Buffer.concat([Buffer.from([2, 0, 0, 0]), Buffer.from([0xc3, 0x28])]), /UTF-8/],
];
for (const [message, rule, id] of bad) {
    test(`refuses ${typeof message === 'string' ? message || 'nothing' : `binary ${Buffer.from(message).toString('hex') || 'nothing'}`}`, (t) => {
        const error = refusalBy(() => readAsk(message));
        t.is(error.code, 'ERR_BAD_REQUEST');
        t.regex(error.message, rule);
        t.is(idOfRefusal(error), id);
    });
}
test('answers are text for JSON and nothing, binary for bytes', (t) => {
    const json = Buffer.from('{"x":[1,2]}');
    t.is(writeAnswer({ id: 1 }, 'reply', 'json', json), '{"id":1,"reply":{"x":[1,2]}}');
    t.is(writeAnswer({}, 'item', 'json', json), '{"item":{"x":[1,2]}}');
    t.is(writeAnswer({ id: 1, status: 204 }, 'reply', 'none', json), '{"id":1,"status":204,"reply":null}');
    t.deepEqual(split(writeAnswer({ id: 7 }, 'reply', 'bytes', Buffer.from('abc'))), {
        head: { id: 7, reply: null },
        body: 'abc',
    });
});
test('messages of topics and errors have their forms', (t) => {
    t.is(writeTopicMessage('t', { a: 1 }), '{"topic":"t","message":{"a":1}}');
    t.is(writeTopicMessage('t', undefined), '{"topic":"t","message":null}');
    t.deepEqual(split(writeTopicMessage('t', Buffer.from('abc'))).body, 'abc');
    const text = writeError(3, centerError('ERR_NO_ROUTE', { route: '/x' }));
    t.deepEqual(JSON.parse(text), {
        id: 3,
        error: { code: 'ERR_NO_ROUTE', text: 'no station offers /x', status: 404, retryable: false },
    });
    const nobodys = writeError(undefined, centerError('ERR_CLOSED', { what: 'x' }));
    t.like(JSON.parse(nobodys), { id: null });
});
//# sourceMappingURL=socket-frames.test.js.map