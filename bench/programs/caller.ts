// The caller in a process of its own.

import { type Client, connect } from '../../src/index.js'
import { answer, numberOf, textOf } from '../answer.js'
import { CallbackLoad, loadOf, runLoad } from '../load.js'

const kVainBody = new Uint8Array(32)

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
    // Calls a route that nobody answers, from now on: each call waits for its deadline.
    'call-in-vain': (parameters) => {
      const caller = client
      if (caller === null) throw new Error('connect first')
      const route = textOf(parameters, 'route')
      const timeoutMs = numberOf(parameters, 'timeoutMs')
      const loop = async () => {
        while (caller.isJoined) await caller.call(route, kVainBody, { timeoutMs }).catch(() => {})
      }
      for (let index = 0; index < numberOf(parameters, 'windowCount'); index++) void loop()
    },
  },
  async () => {
    await client?.close()
  },
)
