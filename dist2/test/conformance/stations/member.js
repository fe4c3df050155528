// One of several stations that share a service: its answers say which one it is.
import { createStation } from '../../../src/index.js';
import { Notes } from './notes.js';
export function createMember(plan, keys) {
    const { name, label, balance, weight } = plan;
    const station = createStation({ name, onEvent: () => { }, ...keys });
    const notes = new Notes();
    const shared = { balance, weight };
    const own = `/${name}/${label}`;
    station.route(`POST /${name}/who`, shared, () => label);
    station.route(`POST /${name}/fails`, shared, () => {
        throw new Error('as asked');
    });
    offerHolding(station, plan, notes);
    offerTopics(station, own, notes);
    station.route(`POST ${own}/offer`, async (call) => {
        station.route(String(call.body), () => label);
        await station.registered();
    });
    station.route(`POST ${own}/leave`, () => {
        void station.leave();
    });
    return station;
}
// Calls that stay until they are released; those of a member called "victim" stay for ever.
function offerHolding(station, { name, label, balance }, notes) {
    const own = `/${name}/${label}`;
    const hold = async () => {
        notes.write('held', Number(notes.peek('held') ?? 0) + 1);
        await notes.read(label === 'victim' ? 'never' : 'released');
        return label;
    };
    station.route(`POST /${name}/hold`, { balance }, hold);
    station.route(`POST /${name}/hold-safe`, { balance, idempotent: true }, hold);
    station.route(`GET ${own}/held`, () => notes.peek('held') ?? 0);
    station.route(`GET ${own}/ticks`, async function* () {
        yield* [0, 1, 2];
        await notes.read('never');
    });
    station.route(`POST ${own}/release`, () => notes.write('released', true));
    station.route(`POST /${name}/collect`, async (call) => {
        const items = [];
        for await (const item of call.body) {
            items.push(item);
            notes.write('collected', items.length);
        }
        return items;
    });
    station.route(`GET ${own}/collected`, () => notes.peek('collected') ?? 0);
}
function offerTopics(station, own, notes) {
    const ends = new Map();
    const came = new Map();
    const keep = (message, topic) => {
        came.set(topic, [
            ...(came.get(topic) ?? []),
            message instanceof Uint8Array ? [...message] : message === undefined ? 'nothing' : message,
        ]);
    };
    station.route(`POST ${own}/subscribe`, async (call) => {
        const { topic, group } = call.body;
        ends.set(topic, station.subscribe(topic, keep, { group }));
        await station.registered();
    });
    station.route(`POST ${own}/unsubscribe`, (call) => ends.get(String(call.body))?.());
    station.route(`POST ${own}/came`, (call) => came.get(String(call.body)) ?? []);
    station.route(`POST ${own}/publish`, async (call) => {
        const { topic, message } = call.body;
        await station.publish(topic, message);
        notes.write('published', topic);
    });
}
//# sourceMappingURL=member.js.map