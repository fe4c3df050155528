// Finds and loads uWebSockets.js, which is optional: the user's own, else one of the builds on npm.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kHttpHeadBytesMax } from '../base/limits.js';
/** Packages in the order in which they are tried, and where they keep their binaries, seen from their entry file. */
const kPackages = [
    { name: 'uWebSockets.js', binaries: './' },
    { name: '@trufflesuite/uws-js-unofficial', binaries: '../binaries/' },
    { name: '@btc-vision/uwebsockets.js', binaries: './' },
];
let probeCache;
/** Loads the first package that fits; once per thread. Never throws. */
export function loadUws() {
    probeCache ??= probe();
    return probeCache;
}
function probe() {
    // Later builds than 20.30 read their limit of a head from here when they are loaded; they have 4 KiB otherwise.
    process.env.UWS_HTTP_MAX_HEADERS_SIZE ??= String(kHttpHeadBytesMax);
    const tries = [];
    for (const [index, { name, binaries }] of kPackages.entries()) {
        const found = tryPackage(name, binaries);
        if (typeof found === 'string') {
            tries.push({ package: name, reason: found });
            continue;
        }
        tries.push({ package: name, reason: null });
        const rest = kPackages.slice(index + 1);
        tries.push(...rest.map((entry) => ({ package: entry.name, reason: undefined })));
        return { uws: found, package: name, tries };
    }
    return { uws: null, package: null, tries };
}
/**
 * Loads the binary without the package's own loader: that of one package falls back to a slow imitation with a warning
 * on the console, and the failure of another one cannot be caught.
 *
 * @returns the library, or why there is none.
 */
function tryPackage(name, binaries) {
    let entry;
    try {
        entry = import.meta.resolve(name);
    }
    catch {
        return 'it is not installed';
    }
    const build = `${process.platform}_${process.arch}_${process.versions.modules}`;
    const binary = fileURLToPath(new URL(`${binaries}uws_${build}.node`, entry));
    if (!existsSync(binary))
        return `it has no binary for ${build}`;
    const module = { exports: {} };
    try {
        process.dlopen(module, binary);
    }
    catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
    return isUws(module.exports) ? module.exports : 'it does not export what uWebSockets.js does';
}
function isObject(value) {
    return typeof value === 'object' && value !== null;
}
function isUws(value) {
    if (!isObject(value))
        return false;
    const names = ['App', 'SSLApp', 'us_listen_socket_close', 'us_socket_local_port'];
    const functions = { ...value };
    return names.every((name) => typeof functions[name] === 'function');
}
//# sourceMappingURL=uws-load.js.map