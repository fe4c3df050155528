// A center with a good station and a good caller, and a hostile process beside them. Slices of hostile deeds and of
// harmless burning take turns; what the good two get done in each is compared. Used by the short test and by
// `npm run soak -- hostile`.

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { residentMiB } from '../../support/resident.js'
import { until, World, within } from '../world.js'
import { type Deed, type DeedDone, kWorst } from './deeds.js'

const kHostile = fileURLToPath(new URL('../programs/hostile-peer.js', import.meta.url))
const kCaller = fileURLToPath(new URL('../programs/loading-caller.js', import.meta.url))
const kSampleMs = 100
/**
 * Calls a second that the good caller makes while they are answered: twelve at once, so that they are fewer when an answer
 * takes longer than 6 ms in the mean. Without a pace the good two would take all that two cores have, and what a hostile
 * process makes the center do could only be taken from them.
 */
const kPerSecond = 2_000

export type DuelPlan = {
  readonly seed: number
  /** Milliseconds of one slice. */
  readonly sliceMs: number
  /** Pairs of slices for each deed. */
  readonly rounds: number
  readonly onRound?: (round: number, report: DuelReport) => void
}

export type DeedRates = {
  /** Calls a second of the good pair, slice by slice, and beside harmless burning behind each. */
  readonly hostile: number[]
  readonly harmless: number[]
  deeds: number
  cpuMs: number
  /** Of the center, at most. */
  mostMiB: number
}

export type DuelReport = {
  readonly rates: Map<Deed, DeedRates>
  readonly faults: string[]
  /** MiB of the center when the good pair alone was there, and at most. */
  baseMiB: number
  mostMiB: number
}

/** Runs to the end. */
export async function duel(plan: DuelPlan): Promise<DuelReport> {
  const world = new World()
  const report: DuelReport = { rates: new Map(), faults: [], baseMiB: 0, mostMiB: 0 }
  try {
    const center = await world.startCenter()
    await world.startStation('good')
    const caller = await startCaller(world, report.faults)
    const hostile = await startHostile(world)
    center.child.once('exit', (code, signal) =>
      report.faults.push(`the center ended with ${code ?? signal}`),
    )
    await until('the load runs', () => caller.answers() > 1_000)
    report.baseMiB = residentMiB(center.pid)
    let sliceMiB = 0
    const watch = setInterval(() => {
      if (center.child.exitCode !== null) return
      sliceMiB = Math.max(sliceMiB, residentMiB(center.pid))
      report.mostMiB = Math.max(report.mostMiB, sliceMiB)
    }, kSampleMs)
    /** @returns what was done, and calls a second of the good pair meanwhile. */
    const slice = async (deed: Deed, cpuMs: number, seed: number) => {
      sliceMiB = 0
      const before = caller.answers()
      const startMs = performance.now()
      const done = await ask(hostile, { deed, ms: plan.sliceMs, cpuMs, seed })
      const rate = ((caller.answers() - before) * 1_000) / (performance.now() - startMs)
      if (done.fault !== null) report.faults.push(`${deed}: ${done.fault}`)
      return { ...done, rate, mostMiB: sliceMiB }
    }
    try {
      for (let round = 0; round < plan.rounds && report.faults.length === 0; round++) {
        for (const deed of kWorst) {
          const bad = await slice(deed, 0, plan.seed + round)
          const good = await slice('burn', bad.cpuMs, 0)
          const rates = report.rates.get(deed) ?? {
            hostile: [],
            harmless: [],
            deeds: 0,
            cpuMs: 0,
            mostMiB: 0,
          }
          rates.hostile.push(bad.rate)
          rates.harmless.push(good.rate)
          rates.deeds += bad.count
          rates.cpuMs += bad.cpuMs
          rates.mostMiB = Math.max(rates.mostMiB, bad.mostMiB)
          report.rates.set(deed, rates)
        }
        plan.onRound?.(round + 1, report)
      }
    } finally {
      clearInterval(watch)
      center.child.removeAllListeners('exit')
    }
    return report
  } finally {
    await world.close()
  }
}

/** Share of the harmless rate that is left, in the median of all pairs of slices. */
export function shareOf(report: DuelReport, deed: Deed): number {
  const { hostile = [], harmless = [] } = report.rates.get(deed) ?? {}
  const shares = hostile.map((rate, index) => rate / (harmless[index] ?? rate))
  shares.sort((a, b) => a - b)
  return shares[shares.length >> 1] ?? 0
}

async function startCaller(
  world: World,
  faults: string[],
): Promise<{ readonly answers: () => number }> {
  let answers = 0
  const { child } = await world.startProgram(
    kCaller,
    'good caller',
    `shm:${world.pipe}`,
    String(kPerSecond),
  )
  child.on('message', ({ tallies = [] }: { tallies?: { answers: number; faults: string[] }[] }) => {
    if (tallies.length === 0) return
    answers = tallies.reduce((sum, tally) => sum + tally.answers, 0)
    for (const fault of tallies.flatMap((tally) => tally.faults))
      if (!faults.includes(fault)) faults.push(fault)
  })
  return { answers: () => answers }
}

async function startHostile(world: World): Promise<ChildProcess> {
  const child = fork(kHostile, [world.pipe])
  world.keep(child)
  await within(
    'the hostile process is ready',
    new Promise((resolve) => child.once('message', resolve)),
  )
  return child
}

async function ask(
  child: ChildProcess,
  order: { deed: Deed; ms: number; cpuMs: number; seed: number },
): Promise<DeedDone> {
  const answer = new Promise<DeedDone>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the hostile process ended with ${code}`)))
  })
  child.send(order)
  try {
    return await within(`${order.deed} is done`, answer)
  } finally {
    child.removeAllListeners('exit')
  }
}
