// A Sers center in one thread: the hub, its listeners, its HTTP, and what outlives it.

import { CenterError } from '../base/errors.js'
import { type Listener, listenPipe, listenTcp } from './carriers/stream-listeners.js'
import { listenWebSocket } from './carriers/web-socket.js'
import { listenZeroMq, type MissingPackage } from './carriers/zero-mq.js'
import { GoverFiles } from './gover-files.js'
import { type HttpDoor, openHttpDoor } from './http-door.js'
import { Hub, type HubEvents } from './hub.js'
import type { SersListen, SersOptions } from './options.js'
import { ServedFiles } from './served-files.js'
import { Traces } from './trace.js'
import { UsageReporter } from './usage.js'

/** What happens around a Sers center; what of the hub's it answers itself is left out. */
export type SersCenterEvents = Omit<HubEvents, 'trace' | 'onLimits'>

/** A running Sers center. */
export type SersCenter = {
  readonly hub: Hub
  /** Of each listener, in the order of the options; without those that could not be had. */
  readonly addresses: readonly string[]
  /** host:port of each HTTP listener. */
  readonly http: readonly string[]
  readonly traces: Traces | null
  /** Resolves when all is written that outlives it. */
  close(): Promise<void>
}

/**
 * Rejects with ERR_LISTEN; nothing listens then. A listener whose optional package is not there is only told.
 *
 * @param prepare runs before the first connection comes.
 */
export async function openSersCenter(
  options: SersOptions,
  events: SersCenterEvents,
  prepare: (hub: Hub) => Promise<void> = async () => {},
): Promise<SersCenter> {
  const warn = (text: string) => events.warn(text)
  const traces = options.trace === null ? null : new Traces(options.trace, warn)
  let files: GoverFiles | null = null
  const hub = new Hub(options, {
    ...events,
    trace: (call, node) => traces?.begin(call, node) ?? null,
    onLimits: () => files?.saveLimits(),
  })
  if (options.dataDir !== null) files = new GoverFiles(options.dataDir, hub.table, hub.limits, warn)
  const usage = new UsageReporter(hub, options.usageIntervalMs)
  const listeners: Listener[] = []
  let door: HttpDoor | null = null
  const close = async () => {
    const closing = listeners.map((listener) => listener.close())
    door?.close()
    usage.close()
    files?.close()
    hub.close()
    await Promise.all([...closing, traces?.close()])
  }
  try {
    hub.serve(await ServedFiles.open(options.folders, warn))
    await prepare(hub)
    for (const listen of options.listen) {
      const listener = await openOrTell(listen, hub, warn)
      if (listener !== null) listeners.push(listener)
    }
    if (options.http !== null) door = await openHttpDoor(options.http, hub, warn)
  } catch (error) {
    await close()
    throw error
  }
  const addresses = listeners.map(({ address }) => address)
  return { hub, addresses, http: door?.addresses ?? [], traces, close }
}

async function openOrTell(
  listen: SersListen,
  hub: Hub,
  warn: (text: string) => void,
): Promise<Listener | null> {
  try {
    return await open(listen, hub)
  } catch (error) {
    const isMissing: MissingPackage = 'zeromq'
    if (!(error instanceof CenterError) || error.details !== isMissing) throw error
    warn(error.message)
    return null
  }
}

function open(listen: SersListen, hub: Hub): Promise<Listener> {
  switch (listen.kind) {
    case 'tcp':
      return listenTcp(listen, hub)
    case 'pipe':
      return listenPipe(listen, hub)
    case 'ws':
      return listenWebSocket(listen, hub)
    case 'zmq':
      return listenZeroMq(listen, hub)
  }
}
