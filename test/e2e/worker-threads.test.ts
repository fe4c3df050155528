// Stations in worker threads of a center that come and go: nothing is left open, and nothing is said that is no news.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { kRingBytesMin } from '../../src/base/limits.js'
import { type DispatchThread, startStationThread } from '../../src/control/worker-pool.js'
import type { ToData } from '../../src/data/messages.js'
import { loadNative } from '../../src/ring/native.js'
import { ReaderLoop } from '../../src/ring/reader-loop.js'
import type { LinkEnd } from '../../src/transport/link.js'
import { kOnlyPlace } from '../../src/transport/link.js'
import { openMemoryPair } from '../../src/transport/memory-link.js'
import type { WorkerCenterReport } from './programs/worker-center.js'
import { kill, until, World, within } from './world.js'

const kProgram = fileURLToPath(new URL('./programs/worker-center.js', import.meta.url))
const kIdle = new URL('./programs/idle-worker.js', import.meta.url)
const kCenterRounds = 8
const kThreadRounds = 200

for (const ending of ['close', 'drain']) {
  test.serial(
    `${ending} of a center says nothing of its worker stations and leaves nothing open`,
    async (t) => {
      t.timeout(120_000)
      const world = new World()
      const child = fork(kProgram, [world.pipe, String(kCenterRounds), ending], {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let text = ''
      child.stderr?.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      try {
        const told: unknown[] = await within('it reports', once(child, 'message'))
        const { before, after } = told[0] as WorkerCenterReport // the program sends exactly this
        t.true(after <= before, `${after} descriptors are open, ${before} were`)
        await within('it ends', once(child, 'close'))
        t.is(text, '')
      } finally {
        await kill(child, 'SIGKILL')
        await world.close()
      }
    },
  )
}

const nativeTest = loadNative().ok ? test.serial : test.serial.skip

nativeTest(
  'threads that are ended at any moment of their link leave no descriptor open',
  async (t) => {
    t.timeout(120_000)
    const loop = new ReaderLoop(() => 0)
    let end: LinkEnd | null = null
    // A dispatcher of one link; in this thread, so that the test decides when it closes.
    const dispatch: DispatchThread = {
      stationAddress: null,
      post: (message: ToData) => {
        if (message.type === 'open') end = openMemoryPair(message.plan, loop)
      },
      measure: () => Promise.resolve(null),
      nextPlace: () => kOnlyPlace,
      stop: async () => {},
      ended: Promise.resolve(),
    }
    const descriptors = () => readdirSync('/proc/self/fd').length
    const round = async (turn: number) => {
      const thread = await startStationThread(kIdle, dispatch, kRingBytesMin)
      const isFirst = turn % 2 === 0
      if (isFirst) end?.close()
      const terminated = thread.terminate()
      if (turn % 4 === 1) end?.close()
      await terminated
      end?.close()
    }
    for (let turn = 0; turn < 4; turn++) await round(turn)
    const before = descriptors()
    for (let turn = 0; turn < kThreadRounds; turn++) await round(turn)
    await until('all is closed', () => descriptors() <= before)
    t.true(descriptors() <= before)
    loop.close()
  },
)
