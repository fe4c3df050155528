// The first module of the dispatch worker's thread. Started by control/worker-pool.ts.

import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../base/assert.js'
import { errorBodyOf } from '../base/errors.js'
import { DispatchWorker, makeLinkListener } from './dispatch-worker.js'
import type { DispatchOptions, FromData, ToData } from './messages.js'

assert(parentPort !== null, 'the dispatch worker runs in a worker thread')
const port = parentPort
const options = workerData as DispatchOptions // worker-pool.ts gives exactly this
const worker = new DispatchWorker(options, {
  post: (message) => port.postMessage(message),
  makeListener: makeLinkListener,
  onStopped: () => port.close(),
})
port.on('message', (message: ToData) => worker.onMessage(message))
worker.start().catch((error: unknown) => {
  worker.giveUp()
  const failed: FromData = { type: 'failed', error: errorBodyOf(error, options.pipe) }
  port.postMessage(failed)
})
