// The grammar of a center's address, and where its pipe lies.
//
//   signalbox:NAME          the center NAME on this machine: shared memory, else its pipe
//   shm:/path, pipe:/path   exactly this carrier, through the pipe at /path
//   /path                   like signalbox:NAME, through the pipe at /path
//   tcp://host:port         another machine; tls://host:port the same, encrypted
//   worker:                 the center whose worker thread this is

import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { centerError } from '../base/errors.js'

export type Address =
  | {
      readonly kind: 'local'
      readonly path: string
      readonly carrier: 'auto' | 'shm' | 'pipe'
      readonly text: string
    }
  | {
      readonly kind: 'remote'
      readonly host: string
      readonly port: number
      readonly isTls: boolean
      readonly text: string
    }
  | { readonly kind: 'worker'; readonly text: string }

/** Address that is meant when none is given and SIGNALBOX_CENTER is not set. */
export const kAddressDefault = 'signalbox:default'

const kNameRule = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const kHostPortRule = 'host:port with a port of 0 to 65535 is wanted'
// The kernel's bound for the path of a Unix socket is 108 bytes with its final zero.
const kPipePathBytesMax = 107

/**
 * Reads an address.
 *
 * @param text undefined: SIGNALBOX_CENTER, else {@link kAddressDefault}.
 * @throws CenterError ERR_BAD_ARGUMENT that names the value and the rule.
 */
export function parseAddress(text: string | undefined): Address {
  const whole = text ?? process.env.SIGNALBOX_CENTER ?? kAddressDefault
  if (whole === 'worker:') return { kind: 'worker', text: whole }
  if (whole.startsWith('/')) return local(whole, 'auto', whole)
  const colon = whole.indexOf(':')
  const scheme = whole.slice(0, Math.max(0, colon))
  const rest = whole.slice(colon + 1)
  switch (scheme) {
    case 'signalbox':
      return local(defaultPipePath(rest), 'auto', whole)
    case 'shm':
    case 'pipe':
      return local(rest, scheme, whole)
    case 'tcp':
    case 'tls': {
      const { host, port } = parseHostPort(rest.replace(/^\/\//, ''), whole)
      return { kind: 'remote', host, port, isTls: scheme === 'tls', text: whole }
    }
    default:
      throw refuse(whole, 'an address starts with signalbox:, shm:, pipe:, tcp://, tls:// or /')
  }
}

/** @returns the rule that the name of a center breaks, or null. */
export function brokenNameRule(name: string): string | null {
  if (kNameRule.test(name)) return null
  return 'the name of a center is 1 to 64 letters, digits, dots, dashes and underscores'
}

/** @returns the rule that the path of a pipe breaks, or null. */
export function brokenPipeRule(path: string): string | null {
  if (!path.startsWith('/')) return 'the path of a pipe is absolute'
  if (Buffer.byteLength(path) <= kPipePathBytesMax) return null
  return `the path of a pipe has at most ${kPipePathBytesMax} bytes`
}

/** @returns the rule that `host:port` breaks, or null. */
export function brokenHostPortRule(text: string): string | null {
  return readHostPort(text) === null ? kHostPortRule : null
}

/** Where the pipe of a center is by default. @throws CenterError ERR_BAD_ARGUMENT for a bad name. */
export function defaultPipePath(name: string): string {
  const rule = brokenNameRule(name)
  if (rule !== null) throw refuse(name, rule)
  const runtime = process.env.XDG_RUNTIME_DIR
  const user = process.geteuid?.() ?? 0
  const folder = runtime ? join(runtime, 'signalbox') : join(tmpdir(), `signalbox-${user}`)
  return join(folder, `${name}.sock`)
}

/** Reads `host:port`, `[::1]:port` or `:port` (loopback). @throws CenterError ERR_BAD_ARGUMENT. */
export function parseHostPort(text: string, whole: string): { host: string; port: number } {
  const read = readHostPort(text)
  if (read === null) throw refuse(whole, kHostPortRule)
  return read
}

function readHostPort(text: string): { host: string; port: number } | null {
  const colon = text.lastIndexOf(':')
  const port = Number(text.slice(colon + 1))
  const host = text.slice(0, Math.max(0, colon)).replace(/^\[|\]$/g, '')
  const isPort = colon >= 0 && /^\d{1,5}$/.test(text.slice(colon + 1)) && port <= 65_535
  return isPort ? { host: host === '' ? '127.0.0.1' : host, port } : null
}

/** True when only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/**
 * Makes the folder of a pipe, or checks that only this user may enter it.
 *
 * @throws CenterError ERR_UNSAFE_DIRECTORY.
 */
export function ensurePipeFolder(pipePath: string): void {
  const path = dirname(pipePath)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const stat = lstatSync(path)
  const refused = (rule: string) => centerError('ERR_UNSAFE_DIRECTORY', { path, rule })
  if (!stat.isDirectory()) throw refused('it is no directory')
  const user = process.geteuid?.()
  if (user === undefined) return // named pipes of other systems do not lie in a directory
  if (stat.uid !== user) throw refused(`it belongs to user ${stat.uid}, not to ${user}`)
  if ((stat.mode & 0o077) !== 0) {
    throw refused(`its mode is 0${(stat.mode & 0o777).toString(8)}; 0700 is wanted`)
  }
}

/** Lets only this user connect. */
export function protectPipe(path: string): void {
  chmodSync(path, 0o600)
}

function local(path: string, carrier: 'auto' | 'shm' | 'pipe', text: string): Address {
  const rule = brokenPipeRule(path)
  if (rule !== null) throw refuse(path === '' ? text : path, rule)
  return { kind: 'local', path, carrier, text }
}

function refuse(value: string, rule: string): Error {
  return centerError('ERR_BAD_ARGUMENT', { name: 'address', value, rule })
}
