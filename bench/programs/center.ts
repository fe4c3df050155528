// A center in a process of its own.

import { join } from 'node:path'
import { type Center, startCenter } from '../../src/index.js'
import { answer, numberOf, textOf } from '../answer.js'

let center: Center | null = null

answer(
  {
    // With `httpEngine` there is a gateway, too, of `httpWorkers` threads.
    start: async (parameters) => {
      const { httpEngine, lanes, dispatchers = 1 } = parameters
      const engine = httpEngine === 'uws' || httpEngine === 'node' ? httpEngine : undefined
      center = await startCenter({
        pipe: join(textOf(parameters, 'folder'), 'center.sock'),
        stationAddress: '127.0.0.1:0',
        lanes: lanes === 'off' ? 'off' : 'auto',
        ringBytes: numberOf(parameters, 'ringBytes'),
        dispatch: { workers: Number(dispatchers) },
        ...(engine === undefined
          ? {}
          : {
              http: {
                address: '127.0.0.1:0',
                engine,
                workers: numberOf(parameters, 'httpWorkers'),
              },
            }),
      })
      const { pipe, stationAddress, httpAddress } = center
      return { pipe, stationAddress, httpAddress }
    },
    openLane: async () => {
      const caller = center?.stations().find(({ name }) => name === 'client')
      if ((await center?.openLane(caller?.id ?? '', 'POST /echo')) !== true)
        throw new Error('the caller gets no lane')
    },
    // Of this thread; what is measured is what the center keeps.
    collectGarbage: () => {
      if (globalThis.gc === undefined) throw new Error('start me with --expose-gc')
      globalThis.gc()
    },
    startWorker: async () => {
      await center?.startWorker(new URL('worker-station.js', import.meta.url))
    },
  },
  async () => {
    await center?.close()
  },
)
