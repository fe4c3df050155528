// CPU-heavy handlers run in a pool of threads (piscina), chosen per route: the station's own thread stays free.

import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Piscina } from 'piscina'
import { CenterError, centerError } from '../base/errors.js'
import type { Call } from './call.js'
import type { Handler } from './offers.js'
import type { PoolOutcome, PoolTask } from './pool-worker.js'

/** What a pooled handler is given: a copy of the call's plain parts. */
export type PooledCall = {
  readonly route: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: string
  readonly body: unknown
  readonly caller: string
}

export type PoolOptions = {
  /** Threads of the pool, 1 or more. Default: the machine's cores less one, at least one. */
  readonly threads?: number
  /** Calls that may wait for a thread; a further one fails with ERR_OVERLOADED. Default 1,000. */
  readonly waitingCountMax?: number
}

const kWaitingCountMaxDefault = 1_000

/**
 * Makes a handler that runs in a pool of threads.
 *
 * The call's signal ends the waiting, and ends the thread when the handler runs already. A stream body is not taken.
 *
 * @param module URL of a module whose default export takes a {@link PooledCall} and returns the reply.
 * @returns the handler; its threads start with the first call and do not keep the process alive.
 */
export function pooled(module: URL, options: PoolOptions = {}): Handler {
  const waitingCountMax = options.waitingCountMax ?? kWaitingCountMaxDefault
  let opening: Promise<Piscina> | undefined
  return async (call: Call) => {
    opening ??= openPool(options.threads, waitingCountMax)
    const pool = await opening
    const pooledCall: PooledCall = {
      route: call.route,
      path: call.path,
      params: call.params,
      query: call.query.toString(),
      body: alone(call.body),
      caller: call.caller,
    }
    let outcome: PoolOutcome
    try {
      const task: PoolTask = { module: module.href, call: pooledCall }
      outcome = (await pool.run(task, { signal: call.signal })) as PoolOutcome
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Task queue is at limit')) {
        throw centerError('ERR_OVERLOADED', {
          what: `the pool of ${call.route}`,
          limit: waitingCountMax,
        })
      }
      throw error
    }
    if ('error' in outcome) throw new CenterError(outcome.error)
    return outcome.value
  }
}

/** The library is loaded with the first call: most stations have no pool. */
async function openPool(threads: number | undefined, maxQueue: number): Promise<Piscina> {
  const piscina = await import('piscina')
  return new piscina.Piscina({
    filename: fileURLToPath(new URL('./pool-worker.js', import.meta.url)),
    name: 'answer',
    maxThreads: threads ?? Math.max(1, availableParallelism() - 1),
    minThreads: 0,
    maxQueue,
    idleTimeout: 10_000,
  })
}

/** Bytes that share their memory with others would be copied with all of it. */
function alone(body: unknown): unknown {
  const isPart = body instanceof Uint8Array && body.length < body.buffer.byteLength
  return isPart ? body.slice() : body
}
