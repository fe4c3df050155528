// A center in a process of its own.

import { join } from 'node:path'
import { type Center, startCenter } from '../../src/index.js'
import { answer, numberOf, textOf } from '../answer.js'

let center: Center | null = null

answer(
  {
    start: async (parameters) => {
      center = await startCenter({
        pipe: join(textOf(parameters, 'folder'), 'center.sock'),
        stationAddress: '127.0.0.1:0',
        ringBytes: numberOf(parameters, 'ringBytes'),
      })
      return { pipe: center.pipe, stationAddress: center.stationAddress }
    },
    startWorker: async () => {
      await center?.startWorker(new URL('worker-station.js', import.meta.url))
    },
  },
  async () => {
    await center?.close()
  },
)
