// Loaded before everything else: makes a gateway's thread fail when a file appears, once.

import { existsSync, rmSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'

const mark = process.env.SIGNALBOX_TEST_DEATH ?? ''
const data: unknown = workerData
const isGateway = !isMainThread && typeof data === 'object' && data !== null && 'extra' in data

if (isGateway && mark !== '' && Reflect.get(data, 'extra') !== undefined) {
  const timer = setInterval(() => {
    if (!existsSync(mark)) return
    clearInterval(timer)
    rmSync(mark)
    throw new Error('this thread was told to die')
  }, 5)
}
