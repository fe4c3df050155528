// A station dies: the callers of every dispatcher are told, also of those that do not have its socket.

import test from 'ava'
import { connect } from '../../src/index.js'
import { refusalOf } from '../support/refusal.js'
import { kill, World } from './world.js'

const kDispatchers = 3
const kBody = new Uint8Array(16)
/** Far above what telling takes, far below the deadline of the calls. */
const kToldMsMax = 10_000
const kTimeoutMs = 60_000

for (const carrier of ['shm', 'pipe'] as const) {
  test.serial(
    `${carrier}: callers of every dispatcher hear at once that their station died`,
    async (t) => {
      const world = new World()
      t.teardown(() => world.close())
      await world.startCenter('--dispatch-workers', String(kDispatchers))
      const { child } = await world.startStation('mortal', `${carrier}:${world.pipe}`)
      // Those of one name get one home after the other.
      const callers = await Promise.all(
        Array.from({ length: kDispatchers }, () =>
          connect(`shm:${world.pipe}`, { name: 'caller', onEvent: () => {} }),
        ),
      )
      t.teardown(async () => void (await Promise.all(callers.map((caller) => caller.close()))))
      const held = callers.map((caller) =>
        refusalOf(caller.call('POST /mortal/held', kBody, { timeoutMs: kTimeoutMs })),
      )
      // A caller's calls come in order: behind these answers the others are at the station.
      await Promise.all(callers.map((caller) => caller.call('POST /mortal/only', kBody)))
      const startMs = performance.now()
      await kill(child, 'SIGKILL')
      for (const refusal of await Promise.all(held)) t.is(refusal.code, 'ERR_STATION_LOST')
      t.true(performance.now() - startMs < kToldMsMax)
    },
  )
}
