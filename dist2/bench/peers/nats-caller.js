// The caller over NATS, in two ways: `request`, as its users do; and the fastest way that its client has, one inbox
// with one subscription and plain publishes, where the number in the payload's first bytes tells which call is answered.
import { connect, createInbox } from '@nats-io/transport-node';
import { answer, textOf } from '../answer.js';
import { loadOf, runLoad } from '../load.js';
const kRequestTimeoutMs = 30_000;
let connection = null;
let call = null;
answer({
    connect: async (parameters) => {
        connection = await connect({ servers: textOf(parameters, 'address') });
        call = parameters.way === 'request' ? byRequest(connection) : byInbox(connection);
        await connection.flush();
        return 'nats';
    },
    run: (parameters) => {
        if (call === null)
            throw new Error('connect first');
        return runLoad(call, loadOf(parameters));
    },
}, async () => {
    await connection?.close();
});
function byRequest(nats) {
    return async (body) => (await nats.request('echo', body, { timeout: kRequestTimeoutMs })).data;
}
function byInbox(nats) {
    const waiting = new Map();
    const inbox = createInbox();
    nats.subscribe(inbox, {
        callback: (_error, { data }) => {
            const index = numberIn(data);
            waiting.get(index)?.(data);
            waiting.delete(index);
        },
    });
    const options = { reply: inbox };
    return (body) => new Promise((resolve) => {
        waiting.set(numberIn(body), resolve);
        nats.publish('echo', body, options);
    });
}
function numberIn(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(0);
}
//# sourceMappingURL=nats-caller.js.map