// A publisher or a subscriber in a process of its own, over signalbox or over NATS.
import { connect as connectNats } from '@nats-io/transport-node';
import { createStation } from '../../src/index.js';
import { answer, numberOf, textOf } from '../answer.js';
import { Publisher, subscribeAndAck } from '../fanout-load.js';
let topics = null;
let publisher = null;
answer({
    subscribe: async (parameters) => {
        topics = await open(textOf(parameters, 'address'));
        subscribeAndAck(topics, numberOf(parameters, 'subscriber'));
        await topics.ready();
    },
    connect: async (parameters) => {
        topics = await open(textOf(parameters, 'address'));
        publisher = new Publisher(topics, numberOf(parameters, 'subscriberCount'));
        await topics.ready();
    },
    run: (parameters) => {
        if (publisher === null)
            throw new Error('connect first');
        return publisher.run(numberOf(parameters, 'runMs'), numberOf(parameters, 'payloadBytes'));
    },
}, async () => {
    await topics?.close();
});
function open(address) {
    return address.startsWith('nats:') ? openNats(address) : openSignalbox(address);
}
async function openSignalbox(address) {
    const station = createStation({ name: 'topics' });
    await station.join(address);
    return {
        publish: (topic, body) => station.publish(topic, body),
        subscribe: (topic, handler) => {
            station.subscribe(topic, (message) => {
                if (!(message instanceof Uint8Array))
                    throw new Error('a message is no bytes');
                handler(message);
            });
        },
        ready: () => station.registered(),
        close: () => station.leave(),
    };
}
async function openNats(address) {
    const connection = await connectNats({ servers: address });
    return {
        publish: (topic, body) => connection.publish(topic, body),
        subscribe: (topic, handler) => {
            connection.subscribe(topic, { callback: (_error, { data }) => handler(data) });
        },
        ready: () => connection.flush(),
        close: () => connection.close(),
    };
}
//# sourceMappingURL=topics.js.map