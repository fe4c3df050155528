// The grammar of a center's address, and where its pipe lies.
//
//   signalbox:NAME          the center NAME on this machine: shared memory, else its pipe
//   shm:/path, pipe:/path   exactly this carrier, through the pipe at /path
//   /path                   like signalbox:NAME, through the pipe at /path
//   tcp://host:port         another machine; tls://host:port the same, encrypted
//   worker:                 the center whose worker thread this is
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { centerError } from '../base/errors.js';
import { kClaimSuffixBytes } from './pipe-claim.js';
/** Address that is meant when none is given and SIGNALBOX_CENTER is not set. */
export const kAddressDefault = 'signalbox:default';
const kNameRule = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const kHostPortRule = 'host:port with a port of 0 to 65535 is wanted';
// The kernel's bound for the path of a Unix socket is 108 bytes with its final zero; names beside the pipe are longer.
const kPipePathBytesMax = 107 - kClaimSuffixBytes;
/**
 * Reads an address.
 *
 * @param text undefined: SIGNALBOX_CENTER, else {@link kAddressDefault}.
 * @throws CenterError ERR_BAD_ARGUMENT that names the value and the rule.
 */
export function parseAddress(text) {
    const whole = text ?? process.env.SIGNALBOX_CENTER ?? kAddressDefault;
    if (whole === 'worker:')
        return { kind: 'worker', text: whole };
    if (whole.startsWith('/'))
        return local(whole, 'auto', whole);
    const colon = whole.indexOf(':');
    const scheme = whole.slice(0, Math.max(0, colon));
    const rest = whole.slice(colon + 1);
    switch (scheme) {
        case 'signalbox':
            return local(defaultPipePath(rest), 'auto', whole);
        case 'shm':
        case 'pipe':
            return local(rest, scheme, whole);
        case 'tcp':
        case 'tls': {
            const { host, port } = parseHostPort(rest.replace(/^\/\//, ''), whole);
            return { kind: 'remote', host, port, isTls: scheme === 'tls', text: whole };
        }
        default:
            throw refuse(whole, 'an address starts with signalbox:, shm:, pipe:, tcp://, tls:// or /');
    }
}
/** @returns the rule that the name of a center breaks, or null. */
export function brokenNameRule(name) {
    if (kNameRule.test(name))
        return null;
    return 'the name of a center is 1 to 64 letters, digits, dots, dashes and underscores';
}
/** @returns the rule that the path of a pipe breaks, or null. */
export function brokenPipeRule(path) {
    if (!path.startsWith('/'))
        return 'the path of a pipe is absolute';
    if (Buffer.byteLength(path) <= kPipePathBytesMax)
        return null;
    return `the path of a pipe has at most ${kPipePathBytesMax} bytes`;
}
/** @returns the rule that `host:port` breaks, or null. */
export function brokenHostPortRule(text) {
    return readHostPort(text) === null ? kHostPortRule : null;
}
/** Where the pipe of a center is by default. @throws CenterError ERR_BAD_ARGUMENT for a bad name. */
export function defaultPipePath(name) {
    const rule = brokenNameRule(name);
    if (rule !== null)
        throw refuse(name, rule);
    const runtime = process.env.XDG_RUNTIME_DIR;
    const user = process.geteuid?.() ?? 0;
    const folder = runtime ? join(runtime, 'signalbox') : join(tmpdir(), `signalbox-${user}`);
    return join(folder, `${name}.sock`);
}
/** Reads `host:port`, `[::1]:port` or `:port` (loopback). @throws CenterError ERR_BAD_ARGUMENT. */
export function parseHostPort(text, whole) {
    const read = readHostPort(text);
    if (read === null)
        throw refuse(whole, kHostPortRule);
    return read;
}
function readHostPort(text) {
    const colon = text.lastIndexOf(':');
    const port = Number(text.slice(colon + 1));
    const host = text.slice(0, Math.max(0, colon)).replace(/^\[|\]$/g, '');
    const isPort = colon >= 0 && /^\d{1,5}$/.test(text.slice(colon + 1)) && port <= 65_535;
    return isPort ? { host: host === '' ? '127.0.0.1' : host, port } : null;
}
/** True when only this machine can reach the host. */
export function isLoopback(host) {
    return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
/**
 * Makes the folder of a pipe, or checks that only this user may enter it.
 *
 * @throws CenterError ERR_UNSAFE_DIRECTORY.
 */
export function ensurePipeFolder(pipePath) {
    const path = dirname(pipePath);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const rule = brokenFolderRule(path);
    if (rule !== null)
        throw centerError('ERR_UNSAFE_DIRECTORY', { path, rule });
}
/** @returns the rule that a folder for this user alone breaks, or null. Throws the system's error when there is none. */
export function brokenFolderRule(path) {
    const stat = lstatSync(path);
    if (!stat.isDirectory())
        return 'it is no directory';
    const user = process.geteuid?.();
    if (user === undefined)
        return null; // named pipes of other systems do not lie in a directory
    if (stat.uid !== user)
        return `it belongs to user ${stat.uid}, not to ${user}`;
    if ((stat.mode & 0o077) === 0)
        return null;
    return `its mode is 0${(stat.mode & 0o777).toString(8)}; 0700 is wanted`;
}
/** Lets only this user connect. */
export function protectPipe(path) {
    chmodSync(path, 0o600);
}
function local(path, carrier, text) {
    const rule = brokenPipeRule(path);
    if (rule !== null)
        throw refuse(path === '' ? text : path, rule);
    return { kind: 'local', path, carrier, text };
}
function refuse(value, rule) {
    return centerError('ERR_BAD_ARGUMENT', { name: 'address', value, rule });
}
//# sourceMappingURL=address.js.map