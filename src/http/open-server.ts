// Opens an HTTP server on the engine that is asked for, or on the best that there is.

import { centerError } from '../base/errors.js'
import type { HttpEngine, HttpServer, HttpServerOptions } from './http-server.js'
import { openNodeServer } from './node-server.js'
import { loadUws, type UwsProbe } from './uws-load.js'
import { openUwsServer } from './uws-server.js'

/** What `--http-engine` takes. */
export type HttpEngineChoice = HttpEngine | 'auto'

export type OpenedHttpServer = {
  readonly server: HttpServer
  /** Why this engine, in words, for a log. */
  readonly why: string
}

/** Whether an engine can be used here. */
export type EngineProbe = {
  readonly engine: HttpEngine
  /** What it comes from: a package, or Node itself. Null when it cannot be used. */
  readonly source: string | null
  /** In words: for each package, what became of it. */
  readonly notes: readonly string[]
}

/**
 * Opens a server.
 *
 * @param choice `auto` takes uWebSockets.js where it can be loaded, else Node's own.
 * @throws CenterError (rejects) ERR_NO_HTTP_ENGINE when the engine cannot be used, ERR_LISTEN when the address cannot be
 *   had, ERR_BAD_ARGUMENT when certificate and key cannot be used.
 */
export async function openHttpServer(
  choice: HttpEngineChoice,
  options: HttpServerOptions,
): Promise<OpenedHttpServer> {
  if (choice === 'node') {
    return { server: await openNodeServer(options), why: 'node was asked for' }
  }
  const probe = loadUws()
  if (probe.uws !== null) {
    const why = choice === 'uws' ? 'uws was asked for' : `${probe.package} is there`
    return { server: openUwsServer(probe.uws, options), why }
  }
  const reason = notesOf(probe).join('; ')
  if (choice === 'uws') throw centerError('ERR_NO_HTTP_ENGINE', { engine: choice, reason })
  return { server: await openNodeServer(options), why: `uws cannot be loaded: ${reason}` }
}

/** Tells which engines can be used, and why not. Loads them. */
export function probeEngines(): readonly EngineProbe[] {
  const probe = loadUws()
  return [
    { engine: 'uws', source: probe.package, notes: notesOf(probe) },
    { engine: 'node', source: `Node ${process.version}`, notes: [] },
  ]
}

function notesOf(probe: UwsProbe): readonly string[] {
  return probe.tries.map(({ package: name, reason }) => {
    if (reason === null) return `${name}: loaded`
    return reason === undefined ? `${name}: not needed` : `${name}: ${reason}`
  })
}
