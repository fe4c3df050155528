// A Sers center in one thread: the hub, its listeners, and what outlives it.

import { type Listener, listenPipe, listenTcp } from './carriers/stream-listeners.js'
import { listenWebSocket } from './carriers/web-socket.js'
import { listenZeroMq } from './carriers/zero-mq.js'
import { Hub, type HubEvents } from './hub.js'
import type { SersListen, SersOptions } from './options.js'

/** A running Sers center. */
export type SersCenter = {
  readonly hub: Hub
  /** Of each listener, in the order of the options. */
  readonly addresses: readonly string[]
  close(): void
}

/** Rejects with ERR_LISTEN; nothing listens then. */
export async function openSersCenter(options: SersOptions, events: HubEvents): Promise<SersCenter> {
  const hub = new Hub(options, events)
  const listeners: Listener[] = []
  const close = () => {
    for (const listener of listeners) listener.close()
    hub.close()
  }
  try {
    for (const listen of options.listen) listeners.push(await open(listen, hub))
  } catch (error) {
    close()
    throw error
  }
  return { hub, addresses: listeners.map(({ address }) => address), close }
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
