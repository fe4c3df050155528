// `sers`: calls between raw peers of Sers over TCP, in both encodings; and with ten thousand idle connections and nodes beside.

import { type Bench, type Case, Lazy } from '../bench.js'
import { kPayloadBytes } from '../echo-world.js'
import { kTimedShare } from '../load.js'
import { type Program, residentMiB, World } from '../processes.js'

const kWindow = 256
const kCrowd = 10_000
const kKibPerMib = 1024

class SersWorld {
  readonly world: World
  readonly center: Program
  readonly caller: Program
  readonly port: number
  idleKiB: number | null = null

  constructor(world: World, center: Program, caller: Program, port: number) {
    this.world = world
    this.center = center
    this.caller = caller
    this.port = port
  }

  static async open(crowd: number): Promise<SersWorld> {
    const world = new World()
    try {
      const center = world.start('programs/sers-center.js')
      const { port = 0 } = await center.askFigures('start', { folder: world.folder })
      await world.start('programs/sers-peers.js').ask('station', { port })
      const opened = new SersWorld(world, center, world.start('programs/sers-peers.js'), port)
      if (crowd > 0) await opened.#gather(crowd)
      return opened
    } catch (error) {
      await world.close()
      throw error
    }
  }

  async #gather(count: number): Promise<void> {
    const { port } = this
    const program = this.world.start('programs/sers-peers.js')
    await program.ask('crowd', { port, nodes: count, idle: 0 })
    const before = residentMiB(this.center.pid)
    const idle = this.world.start('programs/sers-peers.js')
    await idle.ask('crowd', { port, nodes: 0, idle: count })
    this.idleKiB = ((residentMiB(this.center.pid) - before) * kKibPerMib) / count
  }

  close(): Promise<void> {
    return this.world.close()
  }
}

export function sersBench(): Bench {
  const empty = new Lazy(() => SersWorld.open(0))
  const crowded = new Lazy(() => SersWorld.open(kCrowd))
  const callCase = (
    name: string,
    of: Lazy<SersWorld>,
    mode: string,
    windowCount: number,
    route = `/echo/${mode}`,
  ): Case => ({
    name,
    settings: { payloadBytes: kPayloadBytes, window: windowCount },
    open: async () => {
      const opened = await of.get()
      if (opened === null) return null
      const { world, caller, port, idleKiB } = opened
      const load = {
        port,
        mode,
        route,
        windowCount,
        payloadBytes: kPayloadBytes,
        pauseMs: 0,
        timedShare: windowCount === 1 ? 1 : kTimedShare,
      }
      return {
        measure: async (runMs) => ({
          ...(await world.measure(() => caller.askFigures('run', { ...load, runMs }))),
          ...(idleKiB === null ? {} : { idleKiB }),
        }),
      }
    },
  })
  return {
    name: 'sers',
    reference: 'json',
    cases: [
      callCase('json', empty, 'json', kWindow),
      callCase('binary', empty, 'binary', kWindow),
      callCase('translated', empty, 'binary', kWindow, '/echo/json'),
      callCase('latency', empty, 'json', 1),
      callCase('crowd-latency', crowded, 'json', 1),
    ],
    close: async () => {
      await Promise.all([empty.close(), crowded.close()])
    },
  }
}
