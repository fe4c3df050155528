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
  return servers.flatMap((server): SersListen[] => {
    const named = `${server.text('className', '')} ${server.text('assemblyFile', '')}`
    if (server.has('security')) throw refuseSecurity(server)
    const ignored = server.ignore(...kIgnored)
    if (ignored.length > 0) notices.push(`ignored: ${ignored.join(', ')}`)
    if (/SharedMemory/i.test(named)) {
      notices.push(`${server.path}: shared memory of Sers is Windows' alone; signalbox has its own`)
      return []
    }
    if (/Zmq|ZeroMQ/i.test(named)) return [zeroMq(server, /Duplex/i.test(named))]
    if (/NamedPipe/i.test(named)) return [pipe(server)]
    // A host that nobody named, with secrets that everybody knows, is this machine.
    const host = hostOf(server, hasOwnSecrets, notices)
    const tls = tlsOf(server, folder)
    if (/WebSocket/i.test(named)) {
      const port = server.whole('port', kSersSocketPort, 0, kPortMax)
      const origins = server.has('origins') ? server.texts('origins') : null
      return [{ kind: 'ws', host, port, tls, origins }]
    }
    if (/Socket|Iocp|ThreadWait/i.test(named)) {
      return [{ kind: 'tcp', host, port: server.whole('port', kSersPort, 0, kPortMax), tls }]
    }
    notices.push(`${server.path} is skipped: ${named.trim()} cannot be loaded here`)
    return []
  })
}

function refuseSecurity(server: Section): Error {
  const rule = 'the obfuscation of Sers is no encryption and is not spoken; use certificate instead'
  return server.fault('security', 'there', rule)
}

function hostOf(server: Section, hasOwnSecrets: boolean, notices: string[]): string {
  const said = server.text('host', '')
  if (said === '*') return '0.0.0.0'
  if (said !== '') return said
  if (hasOwnSecrets) return '0.0.0.0'
  notices.push(
    `${server.path} listens on 127.0.0.1 only: no host is named, and its secret is no secret`,
  )
  return '127.0.0.1'
}

function zeroMq(server: Section, isDuplex: boolean): SersListen {
  const port = isDuplex ? kSersZmqDuplexPort : kSersZmqPort
  return { kind: 'zmq', endpoint: server.text('endpoint', `tcp://*:${port}`), isDuplex }
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
