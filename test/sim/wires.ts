// Simulated sockets and ports in the place of Node's, for all modules of this process.

import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import threads from 'node:worker_threads'
import { SimPort } from './ports.js'
import type { SimNetwork } from './sockets.js'
import { SimProcess, type SimTime } from './time.js'

/** Both ends of an attached station are in one thread of its center. */
const kMainDelayMs = 0.05

/** @returns puts back what was there. */
export function installWires(time: SimTime, network: SimNetwork): () => void {
  const { connect, createServer } = net
  const { MessageChannel } = threads
  Reflect.set(net, 'connect', (where: { port: number }) => network.connect(where))
  Reflect.set(net, 'createServer', (onConnection: never) => network.createServer(onConnection))
  class SimChannel {
    constructor() {
      const process = time.current ?? new SimProcess('nobody')
      Object.assign(this, SimPort.pair(time, process, process, kMainDelayMs))
    }
  }
  Reflect.set(threads, 'MessageChannel', SimChannel)
  syncBuiltinESMExports()
  return () => {
    Object.assign(net, { connect, createServer })
    Reflect.set(threads, 'MessageChannel', MessageChannel)
    syncBuiltinESMExports()
  }
}
