// One gateway in this thread: a station that offers nothing and calls, and an HTTP server in front of it.

import { CenterError } from '../base/errors.js'
import { kHelloTimeoutMs } from '../base/limits.js'
import { within } from '../base/within.js'
import type { HttpEngine, HttpServer } from '../http/http-server.js'
import { openHttpServer } from '../http/open-server.js'
import { readTlsPair } from '../http/tls-files.js'
import { rejoinDelayMs } from '../station/rejoin.js'
import { Station } from '../station/station.js'
import type { StationEvent } from '../station/station-event.js'
import { AccessLog } from './access-log.js'
import { Compression } from './compression.js'
import { Cors } from './cors.js'
import { TrustedProxies } from './forwarded.js'
import { GatewayCounters } from './gateway-counters.js'
import { isExposed, limitsOf, type ResolvedHttpOptions, type TlsTexts } from './gateway-options.js'
import type { GatewayRules, GatewayWorld } from './gateway-world.js'
import { gatewayHandlers } from './http-gateway.js'
import { PathMap } from './path-map.js'
import { FieldReader } from './request-fields.js'
import { RequestIds } from './request-ids.js'
import { RouteDirectory } from './route-directory.js'
import { StaticFiles } from './static-files.js'

/** What one gateway is started with; goes to threads as it is. */
export type GatewayPlan = {
  /** Address of the center; see docs/CONFIG.md. */
  readonly center: string
  readonly token: string | null
  /** PEM of the authorities of a TLS center. */
  readonly certificates: string | null
  readonly options: ResolvedHttpOptions
  /** Its share of the counters. */
  readonly counters: SharedArrayBuffer
  /** True when other threads of this process listen at the same port. */
  readonly isShared: boolean
  /** True: a center that is away is waited for, and answers are 503 meanwhile. */
  readonly mayBeAway: boolean
}

/** A gateway that listens. */
export type Gateway = {
  readonly engine: HttpEngine
  /** Why this engine, in words. */
  readonly why: string
  /** Bound `host:port`. */
  readonly address: string
  /** Takes the settings that can change: CORS, proxies, access log, files, compression, bounds of bodies; and TLS files that have changed. Rejects, and keeps all that it had, when something is wrong. */
  reload(options: ResolvedHttpOptions): Promise<void>
  /** Opens the file of the access log again. */
  reopenLog(): void
  /** Takes no new connection, waits for the answers on the way, at most so long, and ends. */
  close(timeoutMs: number): Promise<void>
  /** Lets go of the port and every connection in this turn: for a thread that has no other. */
  cut(): void
}

/**
 * Opens a gateway.
 *
 * @param say is told what a person should know: links lost, a center that refuses.
 * @returns when it listens; and, unless the center may be away, when it has joined.
 * Rejects with ERR_BAD_ARGUMENT, ERR_LISTEN, ERR_NO_HTTP_ENGINE, and as Station.join does.
 */
export async function openGateway(
  plan: GatewayPlan,
  say: (trouble: string) => void,
): Promise<Gateway> {
  const { options, token, certificates } = plan
  const rules = await rulesOf(options, null)
  const station = new Station({
    name: 'signalbox.gateway',
    batch: 'turn',
    ...(token === null ? {} : { token }),
    ...(certificates === null ? {} : { certificates }),
    onEvent: (event) => sayEvent(event, say),
  })
  const directory = new RouteDirectory(station)
  const world: GatewayWorld = {
    station,
    isJoined: () => station.isJoined,
    directory,
    paths: new PathMap({ prefixed: [], unprefixed: [] }, (key) => directory.find(key)),
    ids: new RequestIds(),
    counters: new GatewayCounters(plan.counters),
    rules,
  }
  const joining = new AbortController()
  if (plan.mayBeAway) void joinAtLast(station, plan.center, joining.signal, say)
  else await station.join(plan.center)
  void directory.follow()
  try {
    // Who was told that the center is ready finds the gateway ready, too.
    if (!plan.mayBeAway) await within(directory.known, kHelloTimeoutMs)
    const { server, why } = await openHttpServer(options.engine, {
      ...options.address,
      tls: options.tlsFiles,
      isShared: plan.isShared,
      isExposed: isExposed(options),
      limits: limitsOf(options),
      handlers: gatewayHandlers(world),
    })
    return running(world, station, { server, why }, options.tls, joining)
  } catch (error) {
    joining.abort()
    directory.close()
    await station.leave()
    throw error
  }
}

function running(
  world: GatewayWorld,
  station: Station,
  { server, why }: { readonly server: HttpServer; readonly why: string },
  firstTls: TlsTexts | null,
  joining: AbortController,
): Gateway {
  let tls = firstTls
  const host = server.host.includes(':') ? `[${server.host}]` : server.host
  return {
    engine: server.engine,
    why,
    address: `${host}:${server.port}`,
    reload: async (options) => {
      // Only what differs: a listener of its own for each certificate is no small matter for uws.
      const isNewTls = JSON.stringify(options.tls) !== JSON.stringify(tls)
      if (isNewTls && options.tlsFiles !== null) readTlsPair(options.tlsFiles)
      const before = world.rules
      const rules = await rulesOf(options, before)
      if (isNewTls) server.reloadTls()
      tls = options.tls
      world.rules = rules
      if (before.log !== rules.log) await before.log?.close()
    },
    reopenLog: () => world.rules.log?.reopen(),
    cut: () => server.cut(),
    close: async (timeoutMs) => {
      await server.close(timeoutMs)
      joining.abort()
      world.directory.close()
      await station.leave()
      await world.rules.log?.close()
    },
  }
}

/** @param before keeps its log when the new one is the same file. */
async function rulesOf(
  options: ResolvedHttpOptions,
  before: GatewayRules | null,
): Promise<GatewayRules> {
  const files = await StaticFiles.open(options.static)
  const where = options.accessLog
  const isSameLog = before?.log?.where === where
  return {
    fields: new FieldReader(new TrustedProxies(options.trustProxy)),
    cors: new Cors(options.cors),
    log: isSameLog ? before.log : where === 'off' ? null : new AccessLog(where),
    compression: options.compress ? new Compression() : null,
    files,
    bodyBytesMax: options.bodyBytesMax,
    timeoutMs: options.timeoutMs,
  }
}

/** Joins when the center is there; from then on the station joins again by itself. */
async function joinAtLast(
  station: Station,
  center: string,
  signal: AbortSignal,
  say: (trouble: string) => void,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      await station.join(center)
      return
    } catch (error) {
      // A center that refuses is asked again all the same: it may be restarted with other settings.
      const isAway = error instanceof CenterError && error.code === 'ERR_NO_CENTER'
      if (!isAway || tries === 0) say(error instanceof Error ? error.message : String(error))
    }
    await new Promise((resolve) => setTimeout(resolve, rejoinDelayMs(tries, Math.random())))
  }
}

function sayEvent(event: StationEvent, say: (trouble: string) => void): void {
  if (event.type === 'lost') say(`link lost: ${event.reason}`)
  else if (event.type === 'handler-failed') say(`${event.where}: ${String(event.error)}`)
}
