// Three processes: a center, stations that echo, and a caller.
import { kTimedShare } from './load.js';
import { World } from './processes.js';
/** Payload of a call where a case says nothing else. */
export const kPayloadBytes = 32;
export const kRingBytes = 1 << 20;
/** Calls that wait for a station which is asleep, and milliseconds until they give up. */
const kVainWindowCount = 256;
const kVainMs = 250;
/** A world with a caller that can be told to run. */
export class EchoWorld {
    #world;
    #caller;
    #routeCount;
    #prepare;
    /** @param prepare is done before each run, and not measured. */
    constructor(world, caller, routeCount = 0, prepare = async () => { }) {
        this.#prepare = prepare;
        this.#world = world;
        this.#caller = caller;
        this.#routeCount = routeCount;
    }
    /** A subject that loads this world. */
    subject(run) {
        const { windowCount, payloadBytes = kPayloadBytes, pauseMs = 0, hasCallbacks = false } = run;
        const timedShare = windowCount === 1 ? 1 : kTimedShare;
        const settings = {
            windowCount,
            payloadBytes,
            pauseMs,
            timedShare,
            routeCount: this.#routeCount,
        };
        return {
            measure: async (runMs) => {
                await this.#prepare();
                const question = hasCallbacks ? 'run-callbacks' : 'run';
                return this.#world.measure(() => this.#caller.askFigures(question, { ...settings, runMs }));
            },
        };
    }
    close() {
        return this.#world.close();
    }
}
/** Center, stations and caller; stations and caller use the same carrier, except that workers are called over shm. */
export async function openEchoWorld(carrier, shape = {}) {
    const { ringBytes = kRingBytes, stationCount = 1, routesPerStation = 0 } = shape;
    const { calledRoutes = stationCount * routesPerStation } = shape;
    const world = new World();
    try {
        const center = world.start('programs/center.js');
        const { isByLane = false } = shape;
        const lanes = isByLane ? 'auto' : 'off';
        const bound = await center.ask('start', { folder: world.folder, ringBytes, lanes });
        const address = addressOf(bound, carrier);
        if (carrier === 'worker')
            await center.ask('startWorker');
        else {
            const station = world.start('programs/station.js');
            await station.ask('join', { address, stationCount, routesPerStation, firstRoute: 0 });
            if (shape.hasSleeper === true)
                await addSleeper(world, address, stationCount);
        }
        const caller = world.start('programs/caller.js');
        const used = await caller.ask('connect', { address });
        const wanted = carrier === 'worker' ? 'shm' : carrier;
        if (used !== wanted)
            throw new Error(`${wanted} was asked for, ${String(used)} was given`);
        // A lane that was idle while other cases ran is taken back.
        const prepare = async () => (isByLane ? center.ask('openLane') : undefined);
        return new EchoWorld(world, caller, calledRoutes, prepare);
    }
    catch (error) {
        await world.close();
        throw error;
    }
}
async function addSleeper(world, address, route) {
    const sleeper = world.start('programs/station.js');
    const shape = { stationCount: 1, routesPerStation: 1, firstRoute: route };
    await sleeper.ask('join', { address, ...shape });
    const caller = world.start('programs/caller.js');
    await caller.ask('connect', { address });
    sleeper.fallAsleep();
    const windowCount = kVainWindowCount;
    await caller.ask('call-in-vain', {
        route: `POST /echo/${route}`,
        windowCount,
        timeoutMs: kVainMs,
    });
}
/** What stations and callers join by. */
export function addressOf(bound, carrier) {
    if (typeof bound !== 'object' || bound === null)
        throw new Error('the center says no address');
    const { pipe, stationAddress } = { ...bound };
    if (carrier === 'tcp')
        return `tcp://${String(stationAddress)}`;
    return `${carrier === 'pipe' ? 'pipe' : 'shm'}:${String(pipe)}`;
}
//# sourceMappingURL=echo-world.js.map