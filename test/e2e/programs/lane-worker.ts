// A module of a worker thread that answers and calls all the time, so that it has lanes of both kinds.

import { createStation } from '../../../src/index.js'

const kWindow = 8
const station = createStation({ name: 'threaded', onEvent: () => {} })
station.route('POST /threaded', (call) => call.body)
await station.join()

async function callOn(): Promise<void> {
  try {
    for (;;) await station.call('POST /echo', 'hello')
  } catch {
    setTimeout(() => void callOn(), 10) // its center ends, or its station has gone
  }
}
for (let count = 0; count < kWindow; count++) void callOn()
