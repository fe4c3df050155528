// The one file that loads the native addon, and its types. Everything else asks loadNative() and
// takes another carrier when there is none. Any thread may call it; each loads the addon for
// itself.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { assert } from '../base/assert.js';
let loadCache;
/**
 * Loads the addon on the first call; later calls return the same answer. Never throws.
 * The environment variable SIGNALBOX_NATIVE=off switches it off.
 */
export function loadNative() {
    loadCache ??= load();
    return loadCache;
}
function load() {
    if (process.env.SIGNALBOX_NATIVE === 'off') {
        return { ok: false, reason: 'switched off by SIGNALBOX_NATIVE' };
    }
    const root = findPackageRoot(dirname(fileURLToPath(import.meta.url)));
    if (root === undefined)
        return { ok: false, reason: 'the folder that holds binding.gyp is missing' };
    try {
        const file = findAddon(root);
        if (file === undefined) {
            return { ok: false, reason: `the native addon was not built in ${join(root, 'build')}` };
        }
        const loaded = createRequire(import.meta.url)(file);
        if (!isNativeAddon(loaded))
            return { ok: false, reason: `${file} is not signalbox's addon` };
        if (!loaded.supported()) {
            return { ok: false, reason: `shared memory is not supported on ${process.platform}` };
        }
        return { ok: true, native: isMainThread ? withoutWaiting(loaded) : loaded };
    }
    catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return { ok: false, reason: `the native addon does not load: ${text}` };
    }
}
/** The addon for the main thread, which serves everybody and must not be blocked. */
function withoutWaiting(native) {
    const doorbellWait = (fd, timeoutMs) => {
        assert(!(timeoutMs > 0), 'the main thread never waits for a doorbell');
        return native.doorbellWait(fd, timeoutMs);
    };
    return { ...native, doorbellWait };
}
/**
 * The sources lie two folders below the root, compiled ones three: walk up to the folder that holds
 * binding.gyp.
 */
function findPackageRoot(from) {
    if (existsSync(join(from, 'binding.gyp')))
        return from;
    const parent = dirname(from);
    return parent === from ? undefined : findPackageRoot(parent);
}
/** A build on this machine goes before the binary that the package carries. */
function findAddon(root) {
    const built = join(root, 'build', 'Release', 'signalbox_native.node');
    if (existsSync(built))
        return built;
    const folder = join(root, 'prebuilds', `${process.platform}-${process.arch}`);
    if (!existsSync(folder))
        return undefined;
    const name = readdirSync(folder).find((entry) => entry.endsWith('.node'));
    return name === undefined ? undefined : join(folder, name);
}
const kFunctionNames = [
    'layout',
    'supported',
    'segmentCreate',
    'Mapping',
    'descriptorClose',
    'doorbellCreate',
    'doorbellRing',
    'doorbellWait',
    'pipeConnect',
    'pipeSend',
    'pipeReceive',
    'datagramSend',
    'memoryTrim',
    'peerCredentials',
    'ringDrain',
    'DescriptorWatch',
    'Poller',
];
function isNativeAddon(loaded) {
    if (typeof loaded !== 'object' || loaded === null)
        return false;
    const members = new Map(Object.entries(loaded));
    return kFunctionNames.every((name) => typeof members.get(name) === 'function');
}
//# sourceMappingURL=native.js.map