// Routes of the center that steer: pause, resume, drain.
import { centerError } from '../base/errors.js';
import { kCallTimeoutMsMax, kDrainTimeoutMs } from '../base/limits.js';
import { isReservedPath } from '../wire/reserved-paths.js';
/** Adds them to the center's own station. */
export function addSteering(station, center) {
    station.route('POST /_sys_/pause', { description: 'Sends no calls to { target }' }, (call) => ({
        paused: center.pause(targetOf(call.body)),
    }));
    station.route('POST /_sys_/resume', { description: 'Sends calls to { target } again' }, (call) => ({ resumed: center.resume(targetOf(call.body)) }));
    station.route('POST /_sys_/drain', {
        description: 'Takes { target } out: waits for its calls up to { timeoutMs }, then it leaves',
    }, (call) => center.drainStations(targetOf(call.body), timeoutOf(call.body)));
}
const kTargetRule = 'a station (orders.1), a service (orders) or a route (GET /orders) is wanted';
const kOwnRule = "the center's own stations and routes cannot be paused or drained";
/** The center's own: without them nobody could resume anything, and a gateway that was drained would not join again. */
const kOwnStation = /^signalbox(?:\.(?:center|gateway))?(?:\.\d+)?$/;
const kMethod = /^\S+ (?=\/)/;
function targetOf(body) {
    const target = fieldOf(body, 'target');
    if (typeof target !== 'string' || target === '')
        throw refusal('target', target, kTargetRule);
    if (kOwnStation.test(target) || isReservedPath(target.replace(kMethod, '')))
        throw refusal('target', target, kOwnRule);
    return target;
}
function timeoutOf(body) {
    const timeoutMs = fieldOf(body, 'timeoutMs') ?? kDrainTimeoutMs;
    const isSpan = typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= kCallTimeoutMsMax;
    if (isSpan)
        return timeoutMs;
    throw refusal('timeoutMs', timeoutMs, `milliseconds from 0 to ${kCallTimeoutMsMax} are wanted`);
}
function fieldOf(body, name) {
    return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}
function refusal(name, value, rule) {
    return centerError('ERR_BAD_ARGUMENT', { name, value: String(value), rule });
}
//# sourceMappingURL=system-steering.js.map