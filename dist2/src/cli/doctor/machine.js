// Checks of the machine: Node, cores, memory, descriptors, clocks.
import { readFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { kLinkCountMax } from '../../base/limits.js';
import { bytesText, fail, ok, warn } from './finding.js';
const kNodeVersionMin = 20;
/** Descriptors of a shared-memory link in the center, and what the process itself holds. */
const kDescriptorsPerLink = 4;
const kDescriptorsOwn = 128;
/** With fewer a center holds some dozen links. */
const kDescriptorsMin = 256;
/** Mappings of a link, and what Node itself maps. */
const kMappingsMin = kLinkCountMax * 2;
/** A center without stations takes about 80 MB; below this the first slow peers are too many. */
const kMemoryBytesMin = 256 * 1024 * 1024;
const kClockLookMs = 50;
/** Two clocks may differ by what a busy machine makes of two readings. */
const kClockSlackMs = 20;
/** @param version as process.versions.node says it. */
export function checkNode(version) {
    const [major = ''] = version.split('.');
    return Number(major) >= kNodeVersionMin
        ? ok('node', `version ${version}`)
        : fail('node', `version ${version} is too old`, `install Node ${kNodeVersionMin} or later`);
}
export function checkCores(count = availableParallelism()) {
    return count > 1
        ? ok('cores', `${count}`)
        : warn('cores', 'one core: the dispatch worker, the main thread and every station share it', 'give the machine or container two cores or more');
}
export function checkMemory(free = freemem(), total = totalmem(), constrained = process.constrainedMemory()) {
    // Where nothing constrains, Node says 0 or a number beyond the machine's memory.
    const isLimited = constrained > 0 && constrained < total;
    const room = isLimited ? Math.min(free, constrained) : free;
    const limit = isLimited ? `, limited to ${bytesText(constrained)} by its control group` : '';
    const text = `${bytesText(room)} free of ${bytesText(total)}${limit}`;
    return room >= kMemoryBytesMin
        ? ok('memory', text)
        : warn('memory', text, `leave ${bytesText(kMemoryBytesMin)} to the center`);
}
/** @param limits the text of /proc/self/limits; null where the system has none. */
export function checkDescriptors(limits = readText('/proc/self/limits')) {
    const soft = limitOf(limits, 'Max open files');
    if (soft === null)
        return ok('descriptors', 'their limit cannot be read on this system');
    const wanted = kLinkCountMax * kDescriptorsPerLink + kDescriptorsOwn;
    const text = `${soft} may be open, which is room for ${linksText(soft)}`;
    const mend = 'ulimit -n 65536; in a systemd unit LimitNOFILE=65536';
    if (soft < kDescriptorsMin)
        return fail('descriptors', text, mend);
    return soft < wanted ? warn('descriptors', text, mend) : ok('descriptors', text);
}
function linksText(soft) {
    const links = Math.max(0, Math.floor((soft - kDescriptorsOwn) / kDescriptorsPerLink));
    return `${Math.min(links, kLinkCountMax)} links over shared memory`;
}
/** @param limits as for checkDescriptors. @param mappings the text of /proc/sys/vm/max_map_count, or null. */
export function checkMappings(limits = readText('/proc/self/limits'), mappings = readText('/proc/sys/vm/max_map_count')) {
    const locked = limitOf(limits, 'Max locked memory');
    const lockedText = locked === null ? '' : `; ${bytesText(locked)} may be locked, none is`;
    const count = Number(mappings ?? Number.NaN);
    if (Number.isNaN(count))
        return ok('mappings', `their limit cannot be read${lockedText}`);
    const text = `${count} may be made${lockedText}`;
    return count >= kMappingsMin
        ? ok('mappings', text)
        : warn('mappings', text, `sysctl vm.max_map_count=${kMappingsMin} or more`);
}
/** The soft limit of a row of /proc/self/limits; null where it is not there; unlimited is Infinity. */
function limitOf(limits, name) {
    const row = (limits ?? '').split('\n').find((line) => line.startsWith(name));
    const [soft = ''] = row?.slice(name.length).trim().split(/\s+/) ?? [];
    if (soft === 'unlimited')
        return Number.POSITIVE_INFINITY;
    return /^\d+$/.test(soft) ? Number(soft) : null;
}
/** Looks at both clocks for a moment. Deadlines hang on the monotonic one alone. */
export async function checkClocks() {
    const startMs = performance.now();
    const startWallMs = Date.now();
    await new Promise((resolve) => setTimeout(resolve, kClockLookMs));
    return judgeClocks(performance.now() - startMs, Date.now() - startWallMs);
}
/** @param monotonicMs what passed on one clock, @param wallMs on the other. */
export function judgeClocks(monotonicMs, wallMs) {
    const difference = wallMs - monotonicMs;
    const unknown = 'how far it is from other machines is not known: no time server is asked';
    if (Math.abs(difference) <= kClockSlackMs)
        return ok('clock', `the calendar runs evenly; ${unknown}`);
    return warn('clock', `the calendar went ${difference.toFixed(0)} ms astray within ${monotonicMs.toFixed(0)} ms; ${unknown}`, 'look at the time service (timedatectl); deadlines and leases do not depend on it, log times do');
}
function readText(path) {
    try {
        return readFileSync(path, 'utf8');
    }
    catch {
        return null; // another system, or a hidden /proc: said as unknown
    }
}
//# sourceMappingURL=machine.js.map