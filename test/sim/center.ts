// A simulated center: the real control plane and the real dispatch worker, each a thread of one process that can be
// killed. Messages between the two threads take their time.

import type { Center } from '../../src/control/center.js'
import { measureThrough } from '../../src/control/dispatch-measure.js'
import { startCenterCore } from '../../src/control/start-center-core.js'
import type { DispatchThread } from '../../src/control/worker-pool.js'
import { DispatchWorker } from '../../src/data/dispatch-worker.js'
import type { DispatchOptions, FromData, ToData } from '../../src/data/messages.js'
import { makeSharedLoop, type ReaderLoop } from '../../src/ring/reader-loop.js'
import type { OwnHello, WorkerDoor } from '../../src/transport/connect.js'
import { kOnlyPlace, type LinkPlace } from '../../src/transport/link.js'
import {
  type Hello,
  LinkListener,
  type ListenerEvents,
  type ListenerOptions,
} from '../../src/transport/link-listener.js'
import { type MemoryLinkPlan, planMemoryLink } from '../../src/transport/memory-link.js'
import { memoryPair } from '../../src/transport/pair-plan.js'
import type { History } from './history.js'
import { LaneSocket } from './lane-socket.js'
import { SimPort } from './ports.js'
import { SimProcess, type SimTime } from './time.js'

export const kSimPort = 7_000
export const kSimRingBytes = 65_536
const kThreadDelayMs = 0.2
const kBellDelayMs = 0.05
const kKnockMs = 2

/** Listens on the network alone: the file system is not simulated, and who had the pipe before is known. */
class SimListener extends LinkListener {
  isSuccessor = false
  readonly #loop: ReaderLoop
  readonly #events: ListenerEvents

  constructor(options: ListenerOptions, events: ListenerEvents) {
    super(options, events)
    this.#loop = options.loop
    this.#events = events
  }

  /** Somebody who shares memory knocks, and is let in. */
  welcome(own: OwnHello, lanes: LaneSocket, makePlan: (place: LinkPlace) => MemoryLinkPlan): void {
    const hello: Hello = { ...own, carrier: 'shm', takesLanes: true, takesBranches: true }
    const grant = this.#events.grant(hello)
    const plan = makePlan(grant)
    const end = lanes.openCenter(plan, this.#loop)
    this.#events.onLink(end, hello, grant, plan.others.map(memoryPair))
  }

  override async listenPipe(): Promise<boolean> {
    return this.isSuccessor
  }
}

/** The place where centers run, one after the other. */
export class SimCenterHost {
  readonly #time: SimTime
  readonly #history: History
  process: SimProcess | null = null
  center: Center | null = null
  #listener: SimListener | null = null
  #startCount = 0

  readonly #dispatchers: number

  /** @param dispatchers that each center has. */
  constructor(time: SimTime, history: History, dispatchers: number) {
    this.#dispatchers = dispatchers
    this.#time = time
    this.#history = history
  }

  /** Starts a center; it is ready a little later. */
  start(): void {
    const process = new SimProcess(`center.${++this.#startCount}`)
    this.process = process
    this.#history.centers.push(process)
    this.center = null
    this.#time.after(process, this.#time.between(1, 20), () => {
      startCenterCore(
        {
          name: 'sim',
          pipe: '/simulated/pipe',
          stationAddress: `127.0.0.1:${kSimPort}`,
          ringBytes: kSimRingBytes,
          dispatch: { workers: this.#dispatchers },
          log: 'silent',
        },
        {
          startDispatchThread: (options, onMessage) =>
            this.#startDispatch(process, options, onMessage),
          shareLoop: makeSharedLoop(),
          laneNative: process.kernel,
        },
      ).then(
        (center) => {
          this.center = center
          this.#history.centerStarts.push(this.#time.nowMs)
        },
        (error: unknown) => this.#time.faults.push(`the center does not start: ${String(error)}`),
      )
    })
  }

  kill(): void {
    const { process } = this
    if (process === null) return
    this.#history.onCenterKilled(this.#time.nowMs)
    this.#time.kill(process)
    this.process = null
    this.center = null
    this.#listener = null
  }

  /** Runs something in the center's main thread; nothing while there is no center. */
  inCenter(work: (center: Center) => void): void {
    const { center, process } = this
    if (center === null || process === null) return
    this.#time.after(process, 0, () => work(center))
  }

  /** How stations that share memory with the center get their link; lanes go by it, too. */
  readonly door: WorkerDoor = (hello) => {
    const station = this.#time.current
    const { process } = this
    const refused = new Error('nobody answers')
    return new Promise((resolve, reject) => {
      const answer = (run: () => void) =>
        this.#time.after(station, this.#time.between(0.1, kKnockMs), run)
      const listener = this.#listener
      if (station === null || process === null || listener === null) {
        answer(() => reject(refused))
        return
      }
      const onKilled = () => answer(() => reject(refused))
      process.onKilled.add(onKilled)
      this.#time.after(process, this.#time.between(0.1, kKnockMs), () => {
        process.onKilled.delete(onKilled)
        const channel = () => SimPort.pair(this.#time, process, station, kBellDelayMs)
        const lanes = new LaneSocket(this.#time, process, station)
        listener.welcome(hello, lanes, (place) => {
          const { center, peer } = planMemoryLink('worker', kSimRingBytes, channel, place)
          answer(() => resolve((loop) => lanes.openPeer(peer, loop)))
          return center
        })
      })
    })
  }

  #startDispatch(
    process: SimProcess,
    options: DispatchOptions,
    onMessage: (message: FromData) => void,
  ): Promise<DispatchThread> {
    const { port1: main, port2: thread } = SimPort.pair(
      this.#time,
      process,
      process,
      kThreadDelayMs,
    )
    const worker = new DispatchWorker(options, {
      post: (message) => thread.postMessage(message),
      makeListener: (listenerOptions, events) => {
        const listener = new SimListener(listenerOptions, events)
        this.#listener = listener
        listener.isSuccessor = this.#startCount > 1
        return listener
      },
      onStopped: () => thread.close(),
    })
    thread.on('message', (message: ToData) => {
      worker.onMessage(message)
      this.#history.onToData(message, options.dispatcher, this.#time.nowMs)
    })
    const post = (message: ToData) => {
      if (message.type === 'snapshot') this.#history.onSnapshot(message.snapshot.routes)
      main.postMessage(message)
    }
    const { measure, onMeasured } = measureThrough(() => post({ type: 'measure' }))
    const ended = new Promise<void>((resolve) => main.on('close', resolve))
    return new Promise((resolve, reject) => {
      main.on('message', (message: FromData) => {
        this.#history.onFromData(message, this.#time.nowMs)
        if (message.type === 'ready') {
          const { stationAddress } = message
          const stop = () => {
            post({ type: 'stop' })
            return ended
          }
          const nextPlace = () => kOnlyPlace
          resolve({ stationAddress, post, measure, nextPlace, stop, ended })
        } else if (message.type === 'measured') onMeasured(message.measure)
        else onMessage(message)
      })
      this.#time.after(process, 0, () => void worker.start().catch(reject))
    })
  }
}
