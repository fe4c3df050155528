// A gateway away from its center: in another process of the machine, or on another machine.

import { Worker } from 'node:worker_threads'
import { centerError } from '../base/errors.js'
import { inOrder } from '../base/in-order.js'
import { kDrainTimeoutMs, kGatewayReloadsMax } from '../base/limits.js'
import type { GatewayThreadData } from '../gateway/gateway-messages.js'
import type { HttpOptions } from '../gateway/gateway-options.js'
import { type GatewayHost, type GatewayNews, GatewayThreads } from '../gateway/gateway-threads.js'
import type { HttpEngine } from '../http/http-server.js'
import { kAddressDefault, parseAddress } from '../transport/address.js'
import { resolveHttpOptions } from './options.js'
import { mergeHttpOptions, type Reload } from './reload.js'

export type GatewayOptions = HttpOptions & {
  /** Address of the center; default SIGNALBOX_CENTER, else `signalbox:default`. */
  readonly center?: string
  /** Token that the center wants from remote stations. */
  readonly token?: string
  /** PEM of the authorities that a TLS center's certificate may be signed by. Default: the system's. */
  readonly certificates?: string
  /** Told of links lost, threads that died and the engine that was taken. Default: a line on stderr for each trouble. */
  readonly onNews?: (news: GatewayNews) => void
}

/** A gateway that runs. */
export type RunningGateway = {
  /** Bound `host:port`. */
  readonly address: string
  readonly engine: HttpEngine
  /** Why this engine, in words for people. */
  readonly engineReason: string
  /** Sums over its threads; see docs/COUNTERS.md. */
  counters(): Readonly<Record<string, number>>
  /**
   * Takes CORS, proxies, access log, files, compression, and bounds of bodies and calls anew, and reads the TLS files again;
   * the rest needs a restart. Rejects with ERR_BAD_ARGUMENT; nothing is changed then.
   *
   * @returns what is in force now, and what has to wait for a restart.
   */
  reload(options: HttpOptions): Promise<Reload>
  /** Opens the file of the access log again, after it was renamed. */
  reopenLog(): void
  /** Takes no new connections, lets answers on the way end (10 s at most), and ends. */
  close(): Promise<void>
}

/**
 * Starts a gateway. The center need not be there yet, and may go and come: requests are answered with 503 meanwhile.
 *
 * @returns when it listens.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_LISTEN, ERR_NO_HTTP_ENGINE.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<RunningGateway> {
  const { center, token = null, certificates = null, onNews = writeNews, ...http } = options
  const address = center ?? process.env.SIGNALBOX_CENTER ?? kAddressDefault
  if (parseAddress(address).kind === 'worker') {
    const rule = 'a gateway of its own needs the address of a center'
    throw centerError('ERR_BAD_ARGUMENT', { name: 'center', value: address, rule })
  }
  let inForce = resolveHttpOptions(http)
  const plan = { center: address, token, certificates, options: inForce, mayBeAway: true }
  const reloads = inOrder('the list of reloads', kGatewayReloadsMax)
  const threads = new GatewayThreads(plan, spawn, onNews)
  await threads.start()
  const { engine, engineReason } = threads
  if (engine === null) throw centerError('ERR_CLOSED', { what: 'the gateway' })
  return {
    address: threads.address,
    engine,
    engineReason,
    counters: () => threads.counters(),
    // In order here, too: what a reload changes is what the one before it has left.
    reload: (changed) =>
      reloads(async () => {
        const merged = mergeHttpOptions(inForce, resolveHttpOptions({ ...http, ...changed }))
        await threads.reload(merged.options)
        inForce = merged.options
        return merged.reload
      }),
    reopenLog: () => threads.reopenLog(),
    close: () => threads.close(kDrainTimeoutMs),
  }
}

function spawn(data: GatewayThreadData): Promise<GatewayHost> {
  const worker = new Worker(new URL('../gateway/gateway-worker.js', import.meta.url), {
    workerData: { extra: data },
    transferList: [data.port],
  })
  let failure: Error | null = null
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error))
  })
  const ended = new Promise<Error | null>((resolve) => worker.once('exit', () => resolve(failure)))
  const terminate = async () => {
    await worker.terminate()
  }
  return Promise.resolve({ ended, terminate })
}

function writeNews({ isTrouble, text }: GatewayNews): void {
  if (isTrouble) process.stderr.write(`signalbox: ${text}\n`)
}
