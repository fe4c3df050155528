// A station that reads late learns who calls before it gets the call, also of callers that came when its ring was full.

import test from 'ava'
import { type Client, connect } from '../../../src/index.js'
import { kKindCaller, kKindRequest } from '../../../src/wire/frame.js'
import { until, World } from '../world.js'
import { outcomeOf } from './outcomes.js'
import { offered, RawPeer } from './raw-peer.js'

const kRoute = 'POST /late/names'
const kTimeoutMs = 20_000
/** More than ring and socket hold together, less than what may wait in the center. */
const kBodyBytes = 8_000
const kBodyCount = 400

test('no request comes before the name of its caller', async (t) => {
  const world = new World()
  const clients: Client[] = []
  const join = async (name: string) => {
    const client = await connect(`shm:${world.pipe}`, { name, onEvent: () => {} })
    clients.push(client)
    return client
  }
  try {
    await world.startCenter('--ring-bytes', '65536')
    const station = await RawPeer.join(world.pipe, 'late')
    await station.register(offered(0, kRoute))
    station.socket.pause()
    const first = await join('first')
    const later = await join('later')
    const filling = Array.from({ length: kBodyCount }, () =>
      outcomeOf(first.call(kRoute, new Uint8Array(kBodyBytes), { timeoutMs: kTimeoutMs })),
    )
    await first.call('GET /_sys_/stations') // all of them are in the center
    const called = outcomeOf(later.call(kRoute, new Uint8Array(8), { timeoutMs: kTimeoutMs }))
    await later.call('GET /_sys_/stations')
    station.socket.resume()
    const names = new Map<number, string>()
    const seen = new Set<string>()
    await until('the call of the one that came later is there', async () => {
      const came = await station.next(({ kind }) => kind === kKindRequest || kind === kKindCaller)
      if (came.kind === kKindCaller) names.set(came.target, came.rest.toString())
      else seen.add(names.get(came.party) ?? 'nobody')
      return seen.has('later') || seen.has('nobody')
    })
    t.deepEqual([...seen], ['first', 'later'])
    station.end()
    await Promise.all([...filling, called])
  } finally {
    for (const client of clients) await client.close()
    await world.close()
  }
})
