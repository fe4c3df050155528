// kill -9 of the center under load.

import { existsSync } from 'node:fs'
import test from 'ava'
import { connect } from '../../src/index.js'
import { seededRandom, seedOfRun } from '../support/seeded-random.js'
import { startLoad } from './load.js'
import { holdings, kill, percentile, until, World } from './world.js'

const kRounds = 100
const kTimeoutMs = 2_000
const kBackMs = 2_000
const kWatchdogFactor = 10

test('stations and callers come back by themselves after the center was killed and started again', async (t) => {
  t.timeout(600_000)
  const seed = seedOfRun()
  t.log(`seed ${seed}`)
  const random = seededRandom(seed)
  const world = new World()
  try {
    let center = await world.startCenter()
    const stations = [await world.startStation('one'), await world.startStation('two')]
    const client = await connect(`shm:${world.pipe}`, { onEvent: () => {} })
    const routes = ['POST /one/only', 'POST /two/only']
    const answers = async (route: string) =>
      (await client.call(route, new Uint8Array(1)).catch(() => null)) !== null
    const before = {
      own: holdings(process.pid),
      stations: stations.map(({ pid }) => holdings(pid)),
    }
    const load = startLoad(client, 'POST /echo', 16, kTimeoutMs)
    const backMs: number[] = []
    for (let round = 0; round < kRounds; round++) {
      await new Promise((resolve) => setTimeout(resolve, random() * 30))
      await kill(center.child, 'SIGKILL')
      center = await world.startCenter()
      const restartedMs = performance.now()
      for (const route of routes) await until(`${route} answers again`, () => answers(route))
      backMs.push(performance.now() - restartedMs)
    }
    await load.stop()
    backMs.sort((a, b) => a - b)
    const figures = [0.5, 0.99, 1].map((share) => percentile(backMs, share).toFixed(0)).join(' / ')
    t.log(`back after the restart in p50 / p99 / max ms: ${figures}; answers ${load.tally.answers}`)
    t.log(
      `refusals: ${JSON.stringify([...load.tally.refusals])}; slowest call ${load.tally.slowestMs.toFixed(0)} ms`,
    )
    t.deepEqual(load.tally.faults, [])
    t.true(percentile(backMs, 1) < kBackMs * kWatchdogFactor)
    await until('callers and stations hold what they held before', () =>
      [process.pid, ...stations.map(({ pid }) => pid)].every((pid, index) => {
        const then = index === 0 ? before.own : before.stations[index - 1]
        const now = holdings(pid)
        return (
          then !== undefined &&
          now.descriptors <= then.descriptors &&
          now.memoryFiles <= then.memoryFiles
        )
      }),
    )
    await client.close()
    await kill(center.child, 'SIGTERM')
    t.is(center.child.exitCode, 0)
    t.false(existsSync(world.pipe), 'the pipe is gone with its center')
  } finally {
    await world.close()
  }
})
