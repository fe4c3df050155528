// The HTTP gateway beside its center: threads of the center's process, each with a private link.

import type { Logger } from '../base/logger.js'
import type { GatewayThreadData } from '../gateway/gateway-messages.js'
import type { ResolvedHttpOptions } from '../gateway/gateway-options.js'
import { type GatewayHost, GatewayThreads } from '../gateway/gateway-threads.js'
import { type DispatchThread, startStationThread } from './worker-pool.js'

const kModule = new URL('../gateway/gateway-worker.js', import.meta.url)

/** Makes the gateway of a center that may start meanwhile. */
export function centerGateway(
  options: ResolvedHttpOptions,
  dispatch: Promise<DispatchThread>,
  ringBytes: number,
  log: Logger,
): GatewayThreads {
  const spawn = async (data: GatewayThreadData): Promise<GatewayHost> => {
    let failure: Error | null = null
    const thread = await startStationThread(kModule, dispatch, ringBytes, {
      extra: data,
      transferList: [data.port],
      onError: (error) => {
        failure = error
      },
    })
    return { ended: thread.ended.then(() => failure), terminate: () => thread.terminate() }
  }
  const plan = {
    center: 'worker:',
    token: null,
    certificates: null,
    options,
    mayBeAway: false,
  }
  return new GatewayThreads(plan, spawn, ({ isTrouble, text }) => {
    if (isTrouble) log.error({ gateway: text }, 'trouble of the gateway')
    else log.info({ engine: text }, 'the gateway listens')
  })
}
