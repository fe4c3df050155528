// Takes stations out while the center runs: no new calls, those on the way end, then the station is told to go.
import { setTimeout as sleep } from 'node:timers/promises';
import { centerError } from '../base/errors.js';
/** Milliseconds between two looks at what is on the way. */
const kLookMs = 5;
/** Least milliseconds that a station has to go once it was told, however long its calls took. */
const kGoMs = 1_000;
/**
 * Drains a station (`orders.1`) or every station of a service (`orders`). Draining what is draining waits for the same.
 *
 * @param timeoutMs milliseconds for calls on the way to end; the stations are told to go after that all the same.
 * @throws CenterError ERR_NOT_FOUND when there is no such station.
 */
export async function drainStations(world, target, timeoutMs) {
    const stations = world.stationsOf(target);
    if (stations.length === 0)
        throw centerError('ERR_NOT_FOUND', { what: target });
    const deadlineMs = world.clock.nowMs() + timeoutMs;
    world.leave(stations);
    const inFlight = () => stations.reduce((count, station) => count + (world.isThere(station) ? world.inFlightOf(station) : 0), 0);
    await until(world.clock, deadlineMs, () => inFlight() === 0);
    const left = inFlight();
    for (const station of stations)
        if (world.isThere(station))
            world.dismiss(station);
    const goneCount = () => stations.filter((station) => !world.isThere(station)).length;
    const goMs = Math.max(deadlineMs, world.clock.nowMs() + kGoMs);
    await until(world.clock, goMs, () => goneCount() === stations.length);
    return { stations: stations.length, inFlight: left, gone: goneCount() };
}
async function until(clock, deadlineMs, isDone) {
    while (!isDone() && clock.nowMs() < deadlineMs)
        await sleep(kLookMs);
}
//# sourceMappingURL=station-drain.js.map