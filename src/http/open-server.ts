// Opens an HTTP server on the engine that is asked for, or on the best that there is.

import { centerError } from '../base/errors.js'
import type { HttpEngine, HttpServer, HttpServerOptions } from './http-server.js'
import { loadUws, type UwsProbe } from './uws-load.js'
import { openUwsServer } from './uws-server.js'

/** What `--http-engine` takes. */
export type HttpEngineChoice = HttpEngine | 'auto'

export type OpenedHttpServer = {
  readonly server: HttpServer
  /** Why this engine, in words, for a log. */
  readonly why: string
}

/**
 * Opens a server.
 *
 * @param choice `auto` takes uWebSockets.js where it can be loaded and the server is not exposed, else Node's own.
 * @throws CenterError (rejects) ERR_NO_HTTP_ENGINE when the engine cannot be used, ERR_LISTEN when the address cannot be
 *   had, ERR_BAD_ARGUMENT when certificate and key cannot be used.
 */
export async function openHttpServer(
  choice: HttpEngineChoice,
  options: HttpServerOptions,
): Promise<OpenedHttpServer> {
  const { uws, why } = chooseEngine(choice, options.isExposed === true)
  if (uws !== null) return { server: openUwsServer(uws, options), why }
  // Loaded when it is wanted: with its library it takes a tenth of the time that a gateway needs to start.
  const { openNodeServer } = await import('./node-server.js')
  return { server: await openNodeServer(options), why }
}

/** Which engine runs, and why. */
export type EngineDecision = {
  readonly engine: HttpEngine
  /** The library; null for node. */
  readonly uws: UwsProbe['uws']
  readonly why: string
}

/**
 * Decides for an engine, and loads it.
 *
 * @param isExposed see {@link HttpServerOptions}.
 * @throws CenterError ERR_NO_HTTP_ENGINE.
 */
export function chooseEngine(choice: HttpEngineChoice, isExposed: boolean): EngineDecision {
  const node = (why: string): EngineDecision => ({ engine: 'node', uws: null, why })
  if (choice === 'node') return node('it was asked for')
  if (choice === 'auto' && isExposed)
    return node('the gateway is exposed, and node refuses every badly made request')
  const probe = loadUws()
  if (probe.uws !== null) {
    const why =
      choice === 'uws' ? 'it was asked for' : `it is the faster one, and ${probe.package} is there`
    return { engine: 'uws', uws: probe.uws, why }
  }
  const reason = reasonOf(probe)
  if (choice === 'uws') throw centerError('ERR_NO_HTTP_ENGINE', { engine: choice, reason })
  return node(`uws cannot be loaded: ${reason}`)
}

/** For each package, what became of it. */
function reasonOf(probe: UwsProbe): string {
  return probe.tries.map(({ package: name, reason }) => `${name}: ${reason}`).join('; ')
}
