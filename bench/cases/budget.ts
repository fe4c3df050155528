// `budget`: what each stage of a call over shared memory costs, process by process. V8's sampling profiler says which share of
// a process's time a stage takes, the scheduler's book how much time there was: the stages add up to what was measured.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Parameters } from '../answer.js'
import type { Bench } from '../bench.js'
import { type Place, profileClockUs, readProfiles } from '../cpu-profile.js'
import { addressOf, kPayloadBytes, kRingBytes } from '../echo-world.js'
import type { Figures } from '../figures.js'
import { kTimedShare } from '../load.js'
import { cpuUs, type Program, World } from '../processes.js'

/** A profile of a thread wants thousands of samples; one each half a millisecond costs it about a hundredth. */
const kSampleUs = 500
const kRunFactor = 4
const kWarmUpFactor = 1.5
const kLoad = {
  windowCount: 256,
  payloadBytes: kPayloadBytes,
  pauseMs: 0,
  timedShare: kTimedShare,
  routeCount: 0,
}

/** A stage, and the modules whose functions belong to it. The first that fits counts. */
type Stage = readonly [name: string, modules: RegExp]

const kRings: Stage = ['frames and rings', /\/src\/(wire|ring|transport)\//]
const kRest: readonly Stage[] = [
  ['promises, garbage, builtins', /^\((garbage collector|root)\)|^node:|^builtin:/],
  ['spin, doorbells, kernel, other', /./],
]

const kStages: Readonly<Record<string, readonly Stage[]>> = {
  caller: [
    ['the load itself', /\/bench\/|^node:buffer/],
    [
      'find the name, write the request',
      /\/station\/(out-calls|names|frame-port|station|call)\.js/,
    ],
    ['keep and settle calls', /\/station\/caller\.js/],
    ['look into the ring, take replies', /\/station\//],
    kRings,
    ...kRest,
  ],
  center: [
    [
      'requests: route, gate, endpoint',
      /\/data\/(request-path|route-table|admission|balancer|hot-paths)\.js/,
    ],
    ['replies: find the caller, count', /\/data\/(reply-path|endpoint-stats)\.js/],
    ['calls on the way, turns', /\/data\//],
    kRings,
    ...kRest,
  ],
  station: [
    ['the handler itself', /\/bench\/|^node:buffer/],
    ['offers, body, handler, reply', /\/station\/(answerer|offers|body|call|in-call)\.js/],
    ['look into the ring, write replies', /\/station\//],
    kRings,
    ...kRest,
  ],
}

/** In the order in which they start. */
const kProcesses = ['center', 'station', 'caller']
const kTotal = 'total'

export function budgetBench(): Bench {
  const round = new Round()
  const names = kProcesses.flatMap((process) =>
    (kStages[process] ?? []).map(([stage]) => `${process}: ${stage}`),
  )
  return {
    name: 'budget',
    reference: null,
    cases: [...names, kTotal].map((name) => ({
      name,
      settings: {},
      open: async () => ({ measure: (runMs: number) => round.figuresOf(name, runMs) }),
    })),
    close: async () => {},
  }
}

/** One run serves all cases of a round. */
class Round {
  #run: Promise<ReadonlyMap<string, Figures>> | null = null
  readonly #taken = new Set<string>()

  async figuresOf(name: string, runMs: number): Promise<Figures> {
    if (this.#run === null || this.#taken.has(name)) {
      this.#taken.clear()
      this.#run = measure(runMs)
    }
    this.#taken.add(name)
    return (await this.#run).get(name) ?? { cpuUsPerCall: 0 }
  }
}

/** @returns figures by the name of the case. */
async function measure(runMs: number): Promise<ReadonlyMap<string, Figures>> {
  const world = new World()
  try {
    return await measureIn(world, runMs)
  } finally {
    await world.close()
  }
}

async function measureIn(world: World, runMs: number): Promise<ReadonlyMap<string, Figures>> {
  const programs = kProcesses.map((name) => ({ name, program: startProfiled(world, name) }))
  const ask = async (name: string, question: string, parameters: Parameters) =>
    programs.find((entry) => entry.name === name)?.program.ask(question, parameters)
  const rings = { folder: world.folder, ringBytes: kRingBytes, lanes: 'off' }
  const address = addressOf(await ask('center', 'start', rings), 'shm')
  await ask('station', 'join', { address, stationCount: 1, routesPerStation: 0, firstRoute: 0 })
  await ask('caller', 'connect', { address })
  await ask('caller', 'run', { ...kLoad, runMs: runMs * kWarmUpFactor })
  const usedUs = () => programs.map(({ program }) => cpuUs(program.pid))
  const before = usedUs()
  const fromUs = profileClockUs()
  const run = await ask('caller', 'run', { ...kLoad, runMs: runMs * kRunFactor })
  const toUs = profileClockUs()
  const after = usedUs()
  const { count, seconds } = run as { count: number; seconds: number } // what runLoad answers
  const figures = new Map<string, Figures>()
  let sumUs = 0
  await world.close((folder) => {
    programs.forEach(({ name }, at) => {
      const cpuUsPerCall = ((after[at] ?? 0) - (before[at] ?? 0)) / count
      sumUs += cpuUsPerCall
      for (const [stage, share] of sharesOf(join(folder, name), kStages[name] ?? [], fromUs, toUs))
        figures.set(`${name}: ${stage}`, { cpuUsPerCall: share * cpuUsPerCall })
    })
  })
  return figures.set(kTotal, { cpuUsPerCall: sumUs, perSecond: count / seconds })
}

/** Its profiles are written when it ends, into a folder of its name. */
function startProfiled(world: World, name: string): Program {
  const folder = join(world.folder, name)
  mkdirSync(folder)
  const profile = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${kSampleUs}`]
  return world.start(`programs/${name}.js`, profile)
}

/** Which share of the time of a process each of its stages took. */
function sharesOf(
  folder: string,
  stages: readonly Stage[],
  fromUs: number,
  toUs: number,
): ReadonlyMap<string, number> {
  const us = new Map<string, number>()
  let sumUs = 0
  readProfiles(folder, fromUs, toUs, (place, spentUs) => {
    const text = textOf(place)
    const stage = stages.find(([, modules]) => modules.test(text))?.[0] ?? ''
    us.set(stage, (us.get(stage) ?? 0) + spentUs)
    sumUs += spentUs
  })
  return new Map([...us].map(([stage, spentUs]) => [stage, spentUs / sumUs]))
}

/** What stages are found by: the module, or the profiler's word for what is no JavaScript of a module. */
function textOf({ url, functionName }: Place): string {
  return url === '' ? functionName : url
}
