// Checks of signalbox's own parts: the addon, shared memory by using it, the HTTP engines.
import { chooseEngine } from '../../http/open-server.js';
import { loadNative } from '../../ring/native.js';
import { fail, ok, reasonOf, warn } from './finding.js';
/** The addon is built for this version of Node-API. */
const kNodeApiVersion = 8;
const kTrialBytes = 65_536;
const kTrialWord = 0x51_6e_a1;
export function checkAddon(loaded = loadNative(), nodeApi = Number(process.versions.napi)) {
    if (loaded.ok)
        return ok('addon', `loads; Node-API ${nodeApi}, ${kNodeApiVersion} is wanted`);
    return warn('addon', `${loaded.reason}. Shared memory is refused; everything else runs, over the pipe and TCP`, 'npm rebuild signalbox (in a checkout: npm run build), with a C++20 compiler');
}
/** Makes a segment, writes through one mapping, reads through another, and rings a doorbell. */
export function checkSharedMemory(loaded = loadNative()) {
    if (!loaded.ok) {
        return warn('shared memory', 'not tried: there is no addon', 'mend the addon first');
    }
    try {
        const fault = tryMemory(loaded.native) ?? tryDoorbell(loaded.native);
        if (fault === null)
            return ok('shared memory', 'a segment and a doorbell work');
        return fail('shared memory', fault, 'report it, with the kernel and container runtime in use');
    }
    catch (error) {
        return fail('shared memory', reasonOf(error), 'allow memfd_create and pipe2 (seccomp profile of the container), and look at the memory limit');
    }
}
function tryMemory(native) {
    const descriptor = native.segmentCreate(kTrialBytes);
    try {
        const mappings = [0, 1].map(() => new native.Mapping(descriptor, kTrialBytes));
        const [writer, reader] = mappings.map(({ buffer }) => new Int32Array(buffer));
        if (writer === undefined || reader === undefined)
            return 'a segment cannot be mapped twice';
        Atomics.store(writer, 0, kTrialWord);
        const seen = Atomics.load(reader, 0);
        for (const mapping of mappings)
            mapping.release();
        return seen === kTrialWord ? null : 'what one mapping writes, the other does not see';
    }
    finally {
        native.descriptorClose(descriptor);
    }
}
function tryDoorbell(native) {
    const { reader, writer } = native.doorbellCreate();
    try {
        if (native.doorbellWait(reader, 0))
            return 'a doorbell rings that nobody rang';
        native.doorbellRing(writer);
        return native.doorbellWait(reader, 0) ? null : 'a doorbell that was rung does not ring';
    }
    finally {
        native.descriptorClose(reader);
        native.descriptorClose(writer);
    }
}
/**
 * Which HTTP engine would run, and why.
 *
 * @param wanted the setting http.engine.
 * @param isExposed beyond loopback, or behind a proxy.
 */
export function checkEngine(wanted, isExposed, choose = chooseEngine) {
    const mend = 'npm install uWebSockets.js, in a version for this Node, or use --http-engine node';
    try {
        const { engine, why } = choose(wanted, isExposed);
        const text = `${engine}: ${why}`;
        const isSecondBest = wanted === 'auto' && engine === 'node' && !isExposed;
        return isSecondBest ? warn('http engine', text, mend) : ok('http engine', text);
    }
    catch (error) {
        return fail('http engine', reasonOf(error), mend);
    }
}
//# sourceMappingURL=parts.js.map