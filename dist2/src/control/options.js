// Options of a center: what may be said, what holds when nothing is said, and what is refused.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { centerError } from '../base/errors.js';
import { kLogLevelDefault } from '../base/logger.js';
import { defaultPipePath, isLoopback, parseHostPort } from '../transport/address.js';
import { hintOf } from './config-file.js';
import { checkAccessLog, checkFolders } from './http-files.js';
import { readValue } from './setting-kinds.js';
import { fallbackOf, findSetting, isSettingGroup, kHttpEngineDefault, kLaneModeDefault, } from './settings.js';
/** @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule. */
export function resolveCenterOptions(options) {
    checkEach(options, '');
    const name = options.name ?? text('name');
    const dataDir = options.dataDir ?? 'off';
    const { stationAddress, token = null, dev = false } = options;
    const tls = readTls('tls', options.tls);
    const station = stationAddress === undefined ? null : parseHostPort(stationAddress, stationAddress);
    const http = resolveHttp(options.http);
    if (station !== null && !isLoopback(station.host) && (token === null || tls === null || dev)) {
        throw unsafe(stationAddress ?? '', dev ? kDevRule : kStationRule);
    }
    if (http !== null)
        checkExposure(http, options.http?.address ?? '', dev);
    return {
        name,
        dataDir: dataDir === 'off' ? null : dataDir,
        pipe: options.pipe ?? defaultPipePath(name),
        station,
        token,
        tls,
        ringBytes: options.ringBytes ?? whole('ringBytes'),
        lanes: options.lanes ?? kLaneModeDefault,
        log: options.log ?? kLogLevelDefault,
        dev,
        http,
    };
}
const kDevRule = 'dev is for loopback alone';
const kStationRule = 'name a token and a TLS certificate first';
const kGatewayRule = 'name a TLS certificate (http.tls), or the proxy that encrypts (http.trustProxy), first';
/**
 * Options of a gateway that is started away from its center.
 *
 * @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule.
 */
export function resolveHttpOptions(options) {
    checkEach(options, 'http');
    const http = resolveHttp(options);
    const { address = '' } = options;
    if (http === null)
        throw refuse('http.address', address, 'host:port is wanted');
    checkExposure(http, address, false);
    return http;
}
function checkExposure(http, address, dev) {
    if (isLoopback(http.address.host))
        return;
    const isProtected = http.tls !== null || http.trustProxy.length > 0;
    if (dev || !isProtected)
        throw unsafe(address, dev ? kDevRule : kGatewayRule);
}
function resolveHttp(options) {
    const address = options?.address ?? text('http.address');
    if (options === undefined || address === 'off')
        return null;
    const accessLog = options.accessLog ?? text('http.accessLog');
    const mounts = (options.static ?? []).map((mount) => {
        const at = mount.indexOf('=');
        return { prefix: mount.slice(0, at), folder: mount.slice(at + 1) };
    });
    checkFolders(mounts);
    checkAccessLog(accessLog);
    return {
        address: parseHostPort(address, address),
        engine: options.engine ?? kHttpEngineDefault,
        workers: options.workers ?? whole('http.workers'),
        tls: readTls('http.tls', options.tls),
        tlsFiles: options.tls ?? null,
        cors: options.cors ?? [],
        trustProxy: options.trustProxy ?? [],
        static: mounts,
        accessLog,
        bodyBytesMax: options.bodyBytesMax ?? whole('http.bodyBytesMax'),
        timeoutMs: options.timeoutMs ?? whole('http.timeoutMs'),
        compress: options.compress ?? fallbackOf('http.compress') === true,
        headBytesMax: options.headBytesMax ?? whole('http.headBytesMax'),
        headTimeoutMs: options.headTimeoutMs ?? whole('http.headTimeoutMs'),
        bodyTimeoutMs: options.bodyTimeoutMs ?? whole('http.bodyTimeoutMs'),
        idleTimeoutMs: options.idleTimeoutMs ?? whole('http.idleTimeoutMs'),
        writeTimeoutMs: options.writeTimeoutMs ?? whole('http.writeTimeoutMs'),
        connectionsMax: options.connectionsMax ?? whole('http.connectionsMax'),
        connectionsPerAddressMax: options.connectionsPerAddressMax ?? whole('http.connectionsPerAddressMax'),
    };
}
/** Holds every option against its description; nested ones inside their group. */
function checkEach(options, group) {
    for (const [name, value] of Object.entries(options)) {
        const key = group === '' ? name : `${group}.${name}`;
        const spec = findSetting(key);
        const given = value;
        if (spec?.isOption !== true) {
            if (!isSettingGroup(key))
                throw refuse('option', key, `there is none${hintOf(key)}`);
            if (typeof given === 'object' && given !== null)
                checkEach(given, key);
            else if (given !== undefined)
                throw refuse(key, shown(given), 'a group of options is wanted');
        }
        else if (given !== undefined) {
            const reading = readValue(spec.kind, given);
            if (reading.ok)
                continue;
            throw refuse(key, spec.isSecret ? '***' : shown(given), reading.rule);
        }
    }
}
function shown(value) {
    return typeof value === 'string' && value !== ''
        ? value
        : inspect(value, { breakLength: Infinity });
}
function readTls(group, files) {
    if (files === undefined)
        return null;
    const read = (name, path) => {
        if (path === undefined)
            throw refuse(`${group}.${name}`, 'absent', 'both files are wanted');
        try {
            return readFileSync(path, 'utf8');
        }
        catch (error) {
            throw refuse(`${group}.${name}`, path, `a readable PEM file is wanted: ${String(error)}`);
        }
    };
    return { cert: read('certFile', files.certFile), key: read('keyFile', files.keyFile) };
}
function text(key) {
    return String(fallbackOf(key));
}
function whole(key) {
    return Number(fallbackOf(key));
}
function unsafe(address, rule) {
    return centerError('ERR_UNSAFE_ADDRESS', { address, rule });
}
function refuse(name, value, rule) {
    return centerError('ERR_BAD_ARGUMENT', { name, value, rule });
}
//# sourceMappingURL=options.js.map