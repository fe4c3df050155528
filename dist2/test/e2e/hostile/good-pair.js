// A center with a good station and a good caller, whom no hostile peer may disturb.
import test, {} from 'ava';
import { connect } from '../../../src/index.js';
import { World } from '../world.js';
const kTimeoutMs = 5_000;
export class GoodPair {
    world;
    center;
    station;
    client;
    #lost;
    constructor(world, center, station, client, lost) {
        this.world = world;
        this.center = center;
        this.station = station;
        this.client = client;
        this.#lost = lost;
    }
    /** @param flags of the center. */
    static async start(...flags) {
        const world = new World();
        try {
            const lost = [];
            const center = await world.startCenter(...flags);
            const station = await world.startStation('good');
            noteLosses(station.child, lost);
            const client = await connect(`shm:${world.pipe}`, {
                onEvent: (event) => {
                    if (event.type === 'lost')
                        lost.push(`caller: ${event.reason}`);
                },
            });
            return new GoodPair(world, center, station, client, lost);
        }
        catch (error) {
            await world.close();
            throw error;
        }
    }
    /** Fails unless the good two work as if nobody else was there, and have not lost their links meanwhile. */
    async isUndisturbed(t, when) {
        for (let turn = 0; turn < 3; turn++) {
            const body = new Uint8Array(100).fill(turn);
            const reply = await this.client
                .call('POST /good/only', body, { timeoutMs: kTimeoutMs })
                .catch((error) => error);
            t.deepEqual(reply, body, `after ${when}: the good station answers the good caller`);
        }
        t.deepEqual(this.#lost, [], `after ${when}: the good two keep their links`);
        t.is(this.center.child.exitCode, null, `after ${when}: the center lives`);
        t.is(this.station.child.exitCode, null, `after ${when}: the good station lives`);
    }
    async close() {
        await this.client.close().catch(() => { });
        await this.world.close();
    }
}
/**
 * Keeps a good pair for the tests of a file, which run one after the other. One deed that went too far must not spoil the
 * tests behind it: after a failure there is a new pair.
 */
export function keepGoodPair() {
    const kept = {};
    test.before(async () => {
        kept.pair = await GoodPair.start();
    });
    test.afterEach.always(async (t) => {
        if (t.passed)
            return;
        await kept.pair?.close();
        kept.pair = await GoodPair.start();
    });
    test.after.always(() => kept.pair?.close());
    return {
        get pair() {
            if (kept.pair === undefined)
                throw new Error('the pair is started before the tests');
            return kept.pair;
        },
    };
}
function noteLosses(child, lost) {
    child.on('message', (message) => {
        if (message.event === 'lost')
            lost.push('station');
    });
    child.on('exit', (code) => lost.push(`station ended with ${code}`));
}
//# sourceMappingURL=good-pair.js.map