// Reads the listeners of an appsettings.json, and refuses those that would stand open.

import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { centerError } from '../base/errors.js'
import { isLoopback } from '../transport/address.js'
import {
  kSersPort,
  kSersSocketPort,
  kSersZmqDuplexPort,
  kSersZmqPort,
  kShippedSecrets,
} from './defaults.js'
import type { SersListen, SersSecret } from './options.js'
import type { Section } from './settings-section.js'

const kPipeNameDefault = 'Sers.CL.Ipc'
const kPipeModeDefault = 0o600
const kPortMax = 65_535
const kIgnored = [
  'mode',
  'receiveBufferSize',
  'sendFlushInterval',
  'sendBufferSize',
  'sendBufferCount',
  'security',
]

/** What `--sers` alone opens: every carrier, on this machine only. */
export function localListeners(): SersListen[] {
  const host = '127.0.0.1'
  return [
    { kind: 'tcp', host, port: kSersPort, tls: null },
    { kind: 'ws', host, port: kSersSocketPort, tls: null, origins: null },
    { kind: 'pipe', path: pipePathOf(`${kPipeNameDefault}.${kSersPort}`), mode: kPipeModeDefault },
    { kind: 'zmq', endpoint: `tcp://${host}:${kSersZmqPort}`, isDuplex: false },
    { kind: 'zmq', endpoint: `tcp://${host}:${kSersZmqDuplexPort}`, isDuplex: true },
  ]
}

/** The same place twice is one listener: shipped files name both kinds of TCP for one port. */
function withoutTwins(listen: readonly SersListen[], notices: string[]): SersListen[] {
  const places = new Set<string>()
  return listen.filter((one) => {
    const place = `${one.kind} ${placeOf(one)}`
    const isTwin = places.has(place) && !place.endsWith(':0')
    if (isTwin) notices.push(`${place} is named twice; it is one listener`)
    places.add(place)
    return !isTwin
  })
}

function placeOf(listen: SersListen): string {
  if (listen.kind === 'pipe') return listen.path
  return listen.kind === 'zmq' ? listen.endpoint : `${listen.host}:${listen.port}`
}

/** Where .NET puts a named pipe. */
export function pipePathOf(name: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(tmpdir(), `CoreFxPipe_${name}`)
}

/**
 * @param folder of the file: paths in it are relative to it.
 * @param notices is told what is skipped.
 */
export function readListeners(
  servers: readonly Section[],
  folder: string,
  hasOwnSecrets: boolean,
  notices: string[],
): SersListen[] {
  const listen = servers.flatMap((server): SersListen[] => {
    const named = `${server.text('className', '')} ${server.text('assemblyFile', '')}`
    if (server.has('security')) throw refuseSecurity(server)
    const ignored = server.ignore(...kIgnored)
    if (ignored.length > 0) notices.push(`ignored: ${ignored.join(', ')}`)
    if (/SharedMemory/i.test(named)) {
      notices.push(`${server.path}: shared memory of Sers is Windows' alone; signalbox has its own`)
      return []
    }
    if (/Zmq|ZeroMQ/i.test(named)) {
      return [zeroMq(server, /Duplex/i.test(named), hasOwnSecrets, notices)]
    }
    if (/NamedPipe/i.test(named)) return [pipe(server)]
    // A host that nobody named, with secrets that everybody knows, is this machine.
    const { host, port: saidPort } = hostOf(server, hasOwnSecrets, notices)
    const tls = tlsOf(server, folder)
    if (/WebSocket/i.test(named)) {
      const port = server.whole('port', saidPort ?? kSersSocketPort, 0, kPortMax)
      const origins = server.has('origins') ? server.texts('origins') : null
      return [{ kind: 'ws', host, port, tls, origins }]
    }
    if (/Socket|Iocp|ThreadWait/i.test(named)) {
      const port = server.whole('port', saidPort ?? kSersPort, 0, kPortMax)
      return [{ kind: 'tcp', host, port, tls }]
    }
    const what = named.trim() === '' ? 'an entry without a class' : named.trim()
    notices.push(`${server.path} is skipped: ${what} cannot be loaded here`)
    return []
  })
  return withoutTwins(listen, notices)
}

function refuseSecurity(server: Section): Error {
  const rule = 'the obfuscation of Sers is no encryption and is not spoken; use certificate instead'
  return server.fault('security', 'there', rule)
}

/** A name, or `ws://HOST:PORT` as former versions have it. */
function hostOf(
  server: Section,
  hasOwnSecrets: boolean,
  notices: string[],
): { host: string; port: number | null } {
  const said = server.text('host', '')
  const address = /^wss?:\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?(?:\/|$)/i.exec(said)
  const name = (address?.[1] ?? said).replace(/^\[|\]$/g, '')
  const port = address?.[2] === undefined ? null : Number(address[2])
  if (name === '*' || name === '+') return { host: '0.0.0.0', port }
  if (name !== '') return { host: name, port }
  return { host: hostWithout('host', server, hasOwnSecrets, notices) ?? '0.0.0.0', port }
}

/** Where a listener is that names no host: this machine where its secret is none; null: everywhere. */
function hostWithout(
  what: string,
  server: Section,
  hasOwnSecrets: boolean,
  notices: string[],
): string | null {
  if (hasOwnSecrets) return null
  notices.push(
    `${server.path} listens on 127.0.0.1 only: no ${what} is named, and its secret is no secret`,
  )
  return '127.0.0.1'
}

function zeroMq(
  server: Section,
  isDuplex: boolean,
  hasOwnSecrets: boolean,
  notices: string[],
): SersListen {
  const port = isDuplex ? kSersZmqDuplexPort : kSersZmqPort
  if (server.has('endpoint'))
    return { kind: 'zmq', endpoint: server.text('endpoint', ''), isDuplex }
  const host = hostWithout('endpoint', server, hasOwnSecrets, notices) ?? '*'
  return { kind: 'zmq', endpoint: `tcp://${host}:${port}`, isDuplex }
}

function pipe(server: Section): SersListen {
  const name = server.text('pipeName', kPipeNameDefault)
  if (/[/\\\0]/.test(name)) throw server.fault('pipeName', name, 'a name has no slash')
  const mode = server.flag('groupAccess', false) ? 0o660 : kPipeModeDefault
  return { kind: 'pipe', path: pipePathOf(name), mode }
}

/** PFX as .NET has it, or two PEM files. */
function tlsOf(server: Section, folder: string) {
  if (!server.has('certificate')) return null
  const certificate = server.group('certificate')
  const read = (name: string) => {
    const path = resolve(folder, certificate.text(name, ''))
    try {
      return readFileSync(path)
    } catch (error) {
      throw certificate.fault(name, path, `a readable file is wanted: ${String(error)}`)
    }
  }
  if (certificate.has('certFile')) {
    return { cert: read('certFile').toString(), key: read('keyFile').toString() }
  }
  return { pfx: read('filePath'), passphrase: certificate.text('password', '') }
}

/** @throws CenterError ERR_UNSAFE_ADDRESS for a listener beyond this machine with a secret that everybody knows. */
export function checkExposure(listen: readonly SersListen[], secrets: readonly SersSecret[]): void {
  const known = secrets.find(({ secret }) => secret === '' || kShippedSecrets.includes(secret))
  if (known === undefined) return
  for (const one of listen) {
    const address = exposedAddress(one)
    if (address === null) continue
    const what =
      known.secret === ''
        ? 'an empty secret'
        : `the secret ${known.secret}, which Sers is shipped with`
    const rule = `its listener ${one.kind} would be open with ${what}; name a secret of your own`
    throw centerError('ERR_UNSAFE_ADDRESS', { address, rule })
  }
}

/** host:port of a listener that others can reach; null for one of this machine. */
function exposedAddress(listen: SersListen): string | null {
  if (listen.kind === 'pipe') return null
  if (listen.kind !== 'zmq') return isLoopback(listen.host) ? null : `${listen.host}:${listen.port}`
  const host = /^tcp:\/\/(.*):[^:]*$/.exec(listen.endpoint)?.[1]
  return host === undefined || isLoopback(host.replace(/^\[|\]$/g, '')) ? null : listen.endpoint
}
