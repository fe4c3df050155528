// Starts the threads of a center: the dispatch worker, and stations that live in worker threads.

import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { CenterError, centerError } from '../base/errors.js'
import type { DispatchMeasure, DispatchOptions, FromData, ToData } from '../data/messages.js'
import type { LaneNative } from '../ring/native.js'
import type { ShareLoop } from '../ring/reader-loop.js'
import { kOnlyPlace, type LinkPlace } from '../transport/link.js'
import { MemoryEnds, pairsOf, planMemoryLink, portsOf } from '../transport/memory-link.js'
import { measureThrough } from './dispatch-measure.js'

/** The dispatch worker as control sees it, or several as one (dispatch-threads.ts). */
export type DispatchThread = {
  /** Bound address of the station listener, or null. */
  readonly stationAddress: string | null
  post(message: ToData): void
  /** What only this thread knows; null when it did not answer in time. */
  measure(timeoutMs: number): Promise<DispatchMeasure | null>
  /** How the next link between threads is shared out. */
  nextPlace(): LinkPlace
  /** Ends the thread after its links are closed. */
  stop(): Promise<void>
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>
}

/** The threads that a center runs in. */
export type CenterThreads = {
  readonly startDispatchThread: typeof startDispatchThread
  /** The loop of the thread that the center itself runs in. */
  readonly shareLoop: ShareLoop
  /** What lanes are made with; null where there are none. */
  readonly laneNative: LaneNative | null
}

/**
 * Starts the dispatch worker and waits until it listens.
 *
 * @param onMessage everything it says from then on.
 * @param onFatal it died of an error: the center cannot go on.
 * Rejects with the listener's CenterError.
 */
export function startDispatchThread(
  options: DispatchOptions,
  onMessage: (message: FromData) => void,
  onFatal: (error: Error) => void,
): Promise<DispatchThread> {
  const worker = new Worker(new URL('../data/dispatch-boot.js', import.meta.url), {
    workerData: options,
    transferList: [...options.fellows],
  })
  let isStopping = false
  const ends = new MemoryEnds()
  const ended = endOf(worker, ends)
  const post = (message: ToData) => {
    const isOpening = message.type === 'open'
    if (isOpening) ends.add([message.plan]) // it hands the other pairs on
    worker.postMessage(message, isOpening ? portsOf(message.plan) : [])
  }
  const stop = async () => {
    isStopping = true
    post({ type: 'stop' })
    await ended
  }
  const { measure, onMeasured } = measureThrough(() => post({ type: 'measure' }))
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromData) => {
      if (message.type === 'ready')
        resolve({
          stationAddress: message.stationAddress,
          post,
          measure,
          nextPlace: () => kOnlyPlace,
          stop,
          ended,
        })
      else if (message.type === 'measured') onMeasured(message.measure)
      else if (message.type === 'failed') {
        isStopping = true
        void worker.terminate()
        reject(new CenterError(message.error))
      } else onMessage(message)
    })
    worker.on('error', (error) => {
      reject(error)
      if (!isStopping) onFatal(error)
    })
    worker.on('exit', (code) => {
      if (!isStopping && code !== 0)
        onFatal(new Error(`the dispatch worker ended with code ${code}`))
    })
  })
}

/** A station's worker thread. */
export type StationThread = {
  /** Resolves when the thread has ended. */
  readonly ended: Promise<void>
  terminate(): Promise<void>
}

/** What else a thread is given. */
export type ThreadExtras = {
  /** `workerData.extra` in the thread. */
  readonly extra?: unknown
  readonly transferList?: readonly MessagePort[]
  /** Told of the error that the thread dies of. */
  readonly onError?: (error: Error) => void
}

/**
 * Starts a module in a worker thread; its stations join the center by `worker:`, which SIGNALBOX_CENTER says there.
 *
 * @param module URL of the module; it creates stations and joins.
 * @param dispatch may start meanwhile; whoever joins waits for it.
 * @returns when the module has been loaded; rejects when that fails.
 */
export function startStationThread(
  module: URL,
  dispatch: DispatchThread | Promise<DispatchThread>,
  ringBytes: number,
  more: ThreadExtras = {},
): Promise<StationThread> {
  const { port1: door, port2: workerDoor } = new MessageChannel()
  const worker = new Worker(new URL('../station/worker-boot.js', import.meta.url), {
    workerData: { module: module.href, door: workerDoor, extra: more.extra },
    transferList: [workerDoor, ...(more.transferList ?? [])],
    env: { ...process.env, SIGNALBOX_CENTER: 'worker:' },
  })
  worker.on('error', (error) => more.onError?.(asError(error)))
  const ends = new MemoryEnds()
  const ended = endOf(worker, ends)
  const terminate = async () => {
    await worker.terminate()
  }
  return new Promise((resolve, reject) => {
    door.on('message', (message: 'loaded' | { name: string; version: string }) => {
      if (message === 'loaded') {
        resolve({ ended, terminate })
        return
      }
      Promise.resolve(dispatch).then(
        (thread) => link(thread, message),
        () => {}, // there is no center to join, and whoever wanted one has been told
      )
    })
    const link = (thread: DispatchThread, who: { name: string; version: string }) => {
      const channel = () => new MessageChannel()
      const { center, peer } = planMemoryLink('worker', ringBytes, channel, thread.nextPlace())
      ends.add(pairsOf(peer))
      thread.post({ type: 'open', plan: center, ...who, pid: process.pid, ticket: 0 })
      door.postMessage(peer, portsOf(peer))
    }
    const refuse = (reason: string) => {
      door.close()
      reject(centerError('ERR_REFUSED', { reason: `worker ${module.href}: ${reason}` }))
    }
    worker.once('error', (error) => refuse(asError(error).message))
    worker.once('exit', (code) => refuse(`it ended with code ${code}`))
  })
}

/** Resolves when a thread has ended, and what it left open is closed. */
function endOf(worker: Worker, ends: MemoryEnds): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => {
      ends.release()
      resolve()
    })
  })
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
