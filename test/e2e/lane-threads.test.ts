// Lanes of threads in the center's own process: those of stations in worker threads, and those of the gateway.

import test from 'ava'
import { CenterError, connect, createStation, startCenter } from '../../src/index.js'
import { loadNative } from '../../src/ring/native.js'
import { startLoad } from './load.js'
import { holdings, until, World } from './world.js'

const nativeTest = loadNative().ok ? test.serial : test.serial.skip
const kModule = new URL('./programs/lane-worker.js', import.meta.url)
const kRounds = 10
const kTimeoutMs = 5_000

nativeTest(
  'a worker thread that is ended while it calls and answers by lanes leaves nothing open, and no call waits',
  async (t) => {
    t.timeout(120_000)
    const world = new World()
    const center = await startCenter({ pipe: world.pipe, log: 'silent' })
    await world.startStation('echo')
    const client = await connect(`shm:${world.pipe}`, { onEvent: () => {} })
    const counter = (name: string) => center.counters()[name] ?? 0
    const round = async () => {
      const thread = await center.startWorker(kModule)
      const id = center.stations().findLast(({ name }) => name === 'threaded')?.id ?? ''
      t.true(await center.openLane(id, 'POST /echo'))
      t.true(await center.openLane('client.1', 'POST /threaded'))
      const load = startLoad(client, 'POST /threaded', 4, kTimeoutMs)
      const byLane = counter('lane_calls')
      await until('calls go by lanes', () => counter('lane_calls') > byLane + 200)
      await until('they are answered', () => load.tally.answers > 100)
      await thread.terminate()
      await until('calls fail', () => load.tally.refusals.size + load.tally.faults.length > 0)
      await load.stop()
      // Once the route is gone that is no fault of anybody.
      t.deepEqual(
        load.tally.faults.filter((fault) => !/POST \/threaded/.test(fault)),
        [],
      )
      t.true(load.tally.slowestMs < kTimeoutMs)
      const areGone = () => counter('lanes_opened') === counter('lanes_ended')
      await until('its lanes are gone', areGone)
    }
    await round()
    const before = holdings(process.pid)
    for (let count = 0; count < kRounds; count++) await round()
    await until('nothing is left behind', () => {
      const now = holdings(process.pid)
      return now.descriptors <= before.descriptors && now.memoryFiles <= before.memoryFiles
    })
    await client.close()
    await center.close()
    await world.close()
  },
)

nativeTest('requests over HTTP go by a lane of the gateway to a station elsewhere', async (t) => {
  const world = new World()
  const center = await startCenter({
    pipe: world.pipe,
    log: 'silent',
    http: { address: '127.0.0.1:0' },
  })
  await world.startStation('echo')
  const url = `http://${center.httpAddress}/echo`
  const post = (body: string) => fetch(url, { method: 'POST', body })
  const [gateway] = center.stations().filter(({ carrier }) => carrier === 'worker')
  t.true(await center.openLane(gateway?.id ?? '', 'POST /echo'))
  for (const text of ['one', 'two', 'x'.repeat(200_000)]) {
    const reply = await post(text)
    t.is(reply.status, 200)
    t.is(await reply.text(), text)
  }
  t.is(center.counters().lane_calls, 3)
  center.pause('POST /echo')
  await until('it is refused', async () => (await post('three')).status === 503)
  center.resume('POST /echo')
  await until('it is answered again', async () => (await post('four')).status === 200)
  await center.close()
  await world.close()
})

nativeTest('an attached station calls and is called by lanes', async (t) => {
  const world = new World()
  const center = await startCenter({ pipe: world.pipe, log: 'silent' })
  await world.startStation('echo')
  const station = createStation({ name: 'attached', onEvent: () => {} })
  station.route('POST /attached', async (call) => station.call('POST /echo', call.body))
  await center.attach(station)
  const client = await connect(`shm:${world.pipe}`, { onEvent: () => {} })
  t.true(await center.openLane('attached.1', 'POST /echo'))
  t.true(await center.openLane('client.1', 'POST /attached'))
  const body = new Uint8Array([1, 2, 3])
  for (let count = 0; count < 10; count++) {
    t.deepEqual(await client.call('POST /attached', body), body)
  }
  await until('they are counted', () => center.counters().lane_calls === 20)
  await station.leave()
  // Refused at first as by a station that leaves, and then for want of a route.
  await until('it is gone', async () => {
    const error = await t.throwsAsync(client.call('POST /attached', body), {
      instanceOf: CenterError,
    })
    return error?.code === 'ERR_NO_ROUTE'
  })
  await client.close()
  await center.close()
  await world.close()
})
