// The caller in a process of its own.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, connect } from '../../src/index.js'
import { answer, numberOf, textOf } from '../answer.js'
import { CallbackLoad, loadOf, runLoad } from '../load.js'

const kPacedBody = new Uint8Array(32)

let client: Client | null = null
const callbacks = new CallbackLoad((body, onReply, onError, loopIndex) =>
  client?.callThen('POST /echo', body, onReply, onError, loopIndex),
)

answer(
  {
    connect: async (parameters) => {
      client = await connect(textOf(parameters, 'address'))
      return client.carrier
    },
    // With `routeCount` 0 every call goes to /echo, else the calls go to /echo/0 … in turn.
    run: (parameters) => {
      const caller = client
      if (caller === null) throw new Error('connect first')
      const routeCount = numberOf(parameters, 'routeCount')
      const routes = Array.from({ length: routeCount }, (_, index) => `POST /echo/${index}`)
      const call =
        routeCount === 0
          ? (body: Uint8Array) => caller.call('POST /echo', body)
          : (body: Uint8Array, index: number) => caller.call(routes[index % routeCount] ?? '', body)
      return runLoad(call, loadOf(parameters))
    },
    'run-callbacks': (parameters) => {
      if (client === null) throw new Error('connect first')
      return callbacks.run(loadOf(parameters))
    },
    // From now on each loop calls once in `everyMs`; a call that is not answered by then is given up.
    'call-at-a-pace': (parameters) => {
      const caller = client
      if (caller === null) throw new Error('connect first')
      const route = textOf(parameters, 'route')
      const everyMs = numberOf(parameters, 'everyMs')
      const loop = async () => {
        while (caller.isJoined) {
          const pause = sleep(everyMs)
          await caller.call(route, kPacedBody, { timeoutMs: everyMs }).catch(() => {})
          await pause
        }
      }
      for (let index = 0; index < numberOf(parameters, 'windowCount'); index++) void loop()
    },
  },
  async () => {
    await client?.close()
  },
)
