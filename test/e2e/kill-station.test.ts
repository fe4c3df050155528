// kill -9 of stations under load.

import test from 'ava'
import { connect } from '../../src/index.js'
import { seededRandom, seedOfRun } from '../support/seeded-random.js'
import { startLoad } from './load.js'
import { holdings, kill, percentile, until, World } from './world.js'

const kRounds = 100
const kTimeoutMs = 2_000
const kNoticedMs = 50
const kWatchdogFactor = 10

for (const [center, flags, rounds] of [
  ['', [], kRounds],
  ['of three dispatchers ', ['--dispatch-workers', '3'], kRounds / 4],
] as const) {
  test.serial(
    `a station ${center}that is killed under load costs no call its deadline and leaves nothing behind`,
    async (t) => {
      t.timeout(300_000)
      const seed = seedOfRun()
      t.log(`seed ${seed}`)
      const random = seededRandom(seed)
      const world = new World()
      try {
        const center = await world.startCenter(...flags)
        await world.startStation('steady')
        const client = await connect(`shm:${world.pipe}`)
        const before = { center: holdings(center.pid), own: holdings(process.pid) }
        const load = startLoad(client, 'POST /echo', 24, kTimeoutMs)
        // A body in parts is not kept for another try.
        const safeLoad = startLoad(client, 'POST /safe', 8, kTimeoutMs, { hasLarge: false })
        const noticedMs: number[] = []
        for (let round = 0; round < rounds; round++) {
          const victim = await world.startStation('victim')
          const only = client.call('POST /victim/only', new Uint8Array(8), {
            timeoutMs: kTimeoutMs,
          })
          await only
          await new Promise((resolve) => setTimeout(resolve, random() * 20))
          const killedMs = performance.now()
          victim.child.kill('SIGKILL')
          await until('the route of a dead station is gone', async () => {
            const outcome = await client
              .call('POST /victim/only', new Uint8Array(8), { timeoutMs: kTimeoutMs })
              .then(
                () => 'answered',
                (error: { code: string }) => error.code,
              )
            return outcome === 'ERR_NO_ROUTE'
          })
          noticedMs.push(performance.now() - killedMs)
          await kill(victim.child, 'SIGKILL')
        }
        await load.stop()
        await safeLoad.stop()
        noticedMs.sort((a, b) => a - b)
        const figures = [0.5, 0.99, 1]
          .map((share) => percentile(noticedMs, share).toFixed(1))
          .join(' / ')
        t.log(
          `death noticed in p50 / p99 / max ms: ${figures}; answers ${load.tally.answers + safeLoad.tally.answers}`,
        )
        t.log(
          `refusals: ${JSON.stringify([...load.tally.refusals])}; idempotent: ${JSON.stringify([...safeLoad.tally.refusals])}`,
        )
        t.deepEqual([...load.tally.faults, ...safeLoad.tally.faults], [])
        t.true(load.tally.answers > rounds, 'the load ran')
        t.deepEqual([...safeLoad.tally.refusals], [], 'idempotent calls were tried elsewhere')
        t.true(percentile(noticedMs, 1) < kNoticedMs * kWatchdogFactor)
        await until('the center holds what it held before', () => {
          const now = holdings(center.pid)
          return (
            now.descriptors <= before.center.descriptors &&
            now.memoryFiles <= before.center.memoryFiles
          )
        })
        t.true(holdings(process.pid).memoryFiles <= before.own.memoryFiles)
        await client.close()
        await kill(center.child, 'SIGTERM')
        t.is(center.child.exitCode, 0)
      } finally {
        await world.close()
      }
    },
  )
}
