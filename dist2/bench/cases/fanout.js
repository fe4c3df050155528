// `fanout`: one publisher, four subscribers, each in a process of its own. perSecond counts what is published.
import { Lazy } from '../bench.js';
import { addressOf, kPayloadBytes, kRingBytes } from '../echo-world.js';
import { startNatsServer } from '../peers/nats-server.js';
import { World } from '../processes.js';
const kSubscriberCount = 4;
export function fanoutBench() {
    const shm = new Lazy(() => openFanout((world) => startCenter(world, 'shm')));
    const tcp = new Lazy(() => openFanout((world) => startCenter(world, 'tcp')));
    const nats = new Lazy(() => openFanout(startNatsServer));
    return {
        name: 'fanout',
        reference: 'peer:nats',
        cases: [fanoutCase('shm', shm), fanoutCase('tcp', tcp), fanoutCase('peer:nats', nats)],
        close: async () => {
            for (const fanout of [shm, tcp, nats])
                await fanout.close();
        },
    };
}
function fanoutCase(name, fanout) {
    return {
        name,
        settings: { payloadBytes: kPayloadBytes, subscribers: kSubscriberCount },
        open: async () => {
            const opened = await fanout.get();
            if (opened === null)
                return null;
            const { world, publisher } = opened;
            const run = (runMs) => publisher.askFigures('run', { runMs, payloadBytes: kPayloadBytes });
            return { measure: (runMs) => world.measure(() => run(runMs)) };
        },
    };
}
async function openFanout(startServer) {
    const world = new World();
    try {
        const address = await startServer(world);
        if (address === null) {
            await world.close();
            return null;
        }
        for (let subscriber = 0; subscriber < kSubscriberCount; subscriber++) {
            await world.start('programs/topics.js').ask('subscribe', { address, subscriber });
        }
        const publisher = world.start('programs/topics.js');
        await publisher.ask('connect', { address, subscriberCount: kSubscriberCount });
        return { world, publisher, close: () => world.close() };
    }
    catch (error) {
        await world.close();
        throw error;
    }
}
async function startCenter(world, carrier) {
    const center = world.start('programs/center.js');
    return addressOf(await center.ask('start', { folder: world.folder, ringBytes: kRingBytes }), carrier);
}
//# sourceMappingURL=fanout.js.map