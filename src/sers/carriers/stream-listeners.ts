// Listens for Sers on TCP, TLS and the named pipe.

import { chmodSync, lstatSync, renameSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { centerError } from '../../base/errors.js'
import type { Hub } from '../hub.js'
import type { SersListen } from '../options.js'
import { openStreamWire } from './stream-wire.js'

/** An open listener. */
export type Listener = {
  /** host:port, path or endpoint, as bound. */
  readonly address: string
  /** A promise where it takes a while. */
  close(): void | Promise<void>
}

/** Rejects with ERR_LISTEN. */
export async function listenTcp(listen: SersListen & { kind: 'tcp' }, hub: Hub): Promise<Listener> {
  const { host, port, tls } = listen
  const open = (socket: Parameters<typeof openStreamWire>[0]) => openStreamWire(socket, 'tcp', hub)
  const server =
    tls === null
      ? createServer(open)
      : createTlsServer({ ...tls, handshakeTimeout: kTlsTimeoutMs }, open)
  // Handshakes of TLS are no connections of the hub's yet.
  server.maxConnections = hub.options.connectionsMax + hub.options.uncertifiedMax
  await listening(server, { host, port }, `${host}:${port}`)
  const bound = server.address()
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port
  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    close: () => {
      server.close()
    },
  }
}

/** Handshakes count before a connection does, so they must not last. */
const kTlsTimeoutMs = 10_000

/**
 * A socket file that nobody answers at is replaced; any other file is refused. The socket gets its mode before it gets
 * its name, so that nobody connects in between.
 *
 * Rejects with ERR_LISTEN.
 */
export async function listenPipe(
  listen: SersListen & { kind: 'pipe' },
  hub: Hub,
): Promise<Listener> {
  const { path, mode } = listen
  const server = createServer((socket) => openStreamWire(socket, 'pipe', hub))
  if (process.platform === 'win32') {
    await listening(server, { path }, path)
    const close = () => {
      server.close()
    }
    return { address: path, close }
  }
  await checkStale(path)
  const fresh = `${path}.${process.pid}`
  rmSync(fresh, { force: true })
  await listening(server, { path: fresh }, path)
  chmodSync(fresh, mode)
  renameSync(fresh, path)
  const close = () => {
    server.close()
    rmSync(path, { force: true })
  }
  return { address: path, close }
}

async function checkStale(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  const refuse = (reason: string) => centerError('ERR_LISTEN', { address: path, reason })
  if (!stat.isSocket()) throw refuse('there is a file that is no socket')
  const isAnswered = await new Promise<boolean>((resolve) => {
    const probe = connect({ path })
    probe.once('connect', () => resolve(true))
    probe.once('error', () => resolve(false))
    probe.once('close', () => resolve(false))
    probe.on('connect', () => probe.destroy())
  })
  if (isAnswered) throw refuse('another process listens there')
}

export function listening(
  server: Server,
  where: { path: string } | { host: string; port: number },
  address: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(centerError('ERR_LISTEN', { address, reason: error.message })),
    )
    server.listen(where, () => {
      server.removeAllListeners('error')
      server.on('error', () => {}) // accepting failed for want of descriptors: that costs one connection
      resolve()
    })
  })
}
