// SIGKILL, and SIGSTOP with SIGCONT, at random points of stations, callers and the center, under load. Used by the short
// test and by `npm run soak -- kill`.

import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Client, connect } from '../../src/index.js'
import { type CenterProcess, holdings, kill, percentile, until, World } from './world.js'

const kStation = fileURLToPath(new URL('./programs/echo-station.js', import.meta.url))
const kCaller = fileURLToPath(new URL('./programs/loading-caller.js', import.meta.url))
const kStationNames = ['north', 'south', 'west']
/** Nobody harms this one, so that there is always somebody who can answer. */
const kSteadyName = 'steady'
const kCallerNames = ['first', 'second']
const kPauseMsMax = 20
const kStopMsMax = 250
const kProbeTimeoutMs = 2_000

export type KillPlan = {
  readonly random: () => number
  readonly kills: number
  readonly stops: number
  /** Of the center. */
  readonly flags?: readonly string[]
  /** Ends early, when so many milliseconds are over. */
  readonly untilMs?: number
  readonly onProgress?: (report: KillReport) => void
}

export type KillReport = {
  kills: number
  stops: number
  /** By who was killed or stopped. */
  readonly deeds: Record<string, number>
  answers: number
  readonly refusals: Record<string, number>
  /** What must not be. */
  readonly faults: string[]
  slowestMs: number
  /** Milliseconds from a station's death to the end of its route. */
  readonly deathsMs: number[]
  /** From a new center's first word to the answer of every station. */
  readonly restartsMs: number[]
  /** From SIGCONT to the next answer. */
  readonly resumesMs: number[]
}

type CallerTally = {
  readonly answers: number
  readonly refusals: Record<string, number>
  readonly faults: readonly string[]
  readonly slowestMs: number
}

type Member = {
  readonly kind: 'station' | 'caller'
  readonly name: string
  child: ChildProcess
  isJoined: boolean
  /** The newest word of this process; added to the report when it ends. */
  tallies: readonly CallerTally[]
}

/** Holdings of those that live through a run. */
type Ground = {
  readonly center: ReturnType<typeof holdings>
  readonly own: ReturnType<typeof holdings>
  readonly files: number
  readonly processes: number
}

export class KillRun {
  readonly #plan: KillPlan
  readonly #world = new World()
  readonly #members: Member[] = []
  readonly #recoveries = new Set<Promise<void>>()
  #center: CenterProcess | null = null
  #client: Client | null = null
  #isOver = false
  /** Counts centers up: what was measured across two of them tells nothing. */
  #era = 0
  readonly report: KillReport = {
    kills: 0,
    stops: 0,
    deeds: {},
    answers: 0,
    refusals: {},
    faults: [],
    slowestMs: 0,
    deathsMs: [],
    restartsMs: [],
    resumesMs: [],
  }

  constructor(plan: KillPlan) {
    this.#plan = plan
  }

  /** Runs to the end, and judges what is left behind. */
  async run(): Promise<KillReport> {
    try {
      this.#center = await this.#world.startCenter(...(this.#plan.flags ?? []))
      await this.#world.startStation(kSteadyName)
      for (const name of kStationNames) this.#start('station', name)
      for (const name of kCallerNames) this.#start('caller', name)
      this.#client = await connect(`shm:${this.#world.pipe}`, {
        name: 'referee',
        onEvent: () => {},
      })
      await this.#whole()
      const before = this.#ground()
      await this.#deeds()
      this.#isOver = true
      await Promise.all(this.#recoveries)
      await this.#whole()
      await this.#sameGround(before)
      for (const member of this.#members) this.#takeTallies(member)
      await this.#client.close()
      return this.report
    } finally {
      this.#isOver = true
      await this.#client?.close().catch(() => {})
      await this.#world.close()
    }
  }

  async #deeds(): Promise<void> {
    const { random, kills, stops, untilMs = Number.POSITIVE_INFINITY, onProgress } = this.#plan
    const { report } = this
    const endMs = performance.now() + untilMs
    while (report.kills + report.stops < kills + stops && performance.now() < endMs) {
      await sleep(random() * kPauseMsMax)
      const left = { kills: kills - report.kills, stops: stops - report.stops }
      const isKill = random() * (left.kills + left.stops) < left.kills
      const isCenter = random() < 0.08
      if (isKill) {
        report.kills++
        if (isCenter) await this.#killCenter()
        else this.#killMember()
      } else {
        report.stops++
        if (isCenter) await this.#stopCenter()
        else this.#stopMember()
      }
      // A few at once, or nobody would be left to work.
      while (this.#recoveries.size > 2) await Promise.race(this.#recoveries)
      onProgress?.(report)
    }
  }

  // ---- deeds

  #killMember(): void {
    const member = this.#pick()
    this.#count(`${member.kind} killed`)
    const { child } = member
    const wasJoined = member.isJoined
    const killedMs = performance.now()
    child.kill('SIGKILL')
    const era = this.#era
    this.#recover(async () => {
      if (member.kind === 'station' && wasJoined) {
        // A center that was started again a moment ago says of an unknown route that it may still come.
        await until('the route of a dead station is gone', async () =>
          ['ERR_NO_ROUTE', 'ERR_STARTING'].includes(await this.#probe(member)),
        )
        if (era === this.#era && this.#center !== null)
          this.report.deathsMs.push(performance.now() - killedMs)
      }
      await kill(child, 'SIGKILL')
      this.#takeTallies(member)
      if (member.child === child) this.#launch(member)
      await until('another one has joined', () => member.isJoined || this.#isOver)
    })
  }

  #stopMember(): void {
    const member = this.#pick()
    this.#count(`${member.kind} stopped`)
    const { child } = member
    child.kill('SIGSTOP')
    this.#recover(async () => {
      await sleep(this.#plan.random() * kStopMsMax)
      const resumedMs = performance.now()
      const era = this.#era
      child.kill('SIGCONT')
      if (member.kind !== 'station' || !member.isJoined) return
      await until(
        'a station that goes on answers',
        async () => member.child !== child || (await this.#probe(member)) === 'done',
      )
      if (era === this.#era) this.report.resumesMs.push(performance.now() - resumedMs)
    })
  }

  async #killCenter(): Promise<void> {
    this.#count('center killed')
    const center = this.#center
    if (center === null) return
    this.#era++
    await kill(center.child, 'SIGKILL')
    this.#center = await this.#world.startCenter(...(this.#plan.flags ?? []))
    const restartedMs = performance.now()
    await Promise.all(
      this.#members.map((member) =>
        until(`${member.name} is back`, async () => {
          if (member.kind === 'caller' || !member.isJoined) return true
          return (await this.#probe(member)) === 'done'
        }),
      ),
    )
    this.report.restartsMs.push(performance.now() - restartedMs)
  }

  async #stopCenter(): Promise<void> {
    this.#count('center stopped')
    const center = this.#center
    if (center === null) return
    center.child.kill('SIGSTOP')
    await sleep(this.#plan.random() * kStopMsMax)
    const resumedMs = performance.now()
    center.child.kill('SIGCONT')
    await until('a center that goes on answers', async () => {
      const called = this.#client?.call('GET /_sys_/stations', undefined, {
        timeoutMs: kProbeTimeoutMs,
      })
      return (await outcomeOf(called)) === 'done'
    })
    this.report.resumesMs.push(performance.now() - resumedMs)
  }

  // ---- members

  #pick(): Member {
    const { random } = this.#plan
    return this.#members[Math.floor(random() * this.#members.length)]
  }

  #start(kind: Member['kind'], name: string): void {
    const member: Member = {
      kind,
      name,
      child: this.#fork(kind, name),
      isJoined: false,
      tallies: [],
    }
    this.#members.push(member)
    this.#watch(member)
  }

  #launch(member: Member): void {
    member.isJoined = false
    member.tallies = []
    member.child = this.#fork(member.kind, member.name)
    this.#watch(member)
  }

  #fork(kind: Member['kind'], name: string): ChildProcess {
    const program = kind === 'station' ? kStation : kCaller
    // What it says when it is killed in the middle of joining is no news.
    const child = fork(program, [`shm:${this.#world.pipe}`, name], {
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    })
    this.#world.keep(child)
    return child
  }

  #watch(member: Member): void {
    const { child } = member
    child.on('message', (message: { joined?: number; tallies?: CallerTally[] }) => {
      if (message.joined !== undefined) member.isJoined = true
      if (message.tallies !== undefined) member.tallies = message.tallies
    })
    // It found no center: one is on its way.
    child.on('exit', (code) => {
      if (code === null || this.#isOver || member.child !== child) return
      if (member.isJoined) this.report.faults.push(`${member.name} ended with ${code}`)
      this.#launch(member)
    })
  }

  async #probe(member: Member): Promise<string> {
    const route = `POST /${member.name}/only`
    const called = this.#client?.call(route, new Uint8Array(8), { timeoutMs: kProbeTimeoutMs })
    return outcomeOf(called)
  }

  #recover(work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => {
        this.report.faults.push(String(error))
      })
      .finally(() => this.#recoveries.delete(done))
    this.#recoveries.add(done)
  }

  #count(what: string): void {
    this.report.deeds[what] = (this.report.deeds[what] ?? 0) + 1
  }

  #takeTallies(member: Member): void {
    const { report } = this
    for (const { answers, refusals, faults, slowestMs } of member.tallies) {
      report.answers += answers
      report.slowestMs = Math.max(report.slowestMs, slowestMs)
      for (const fault of faults) if (!report.faults.includes(fault)) report.faults.push(fault)
      for (const [code, count] of Object.entries(refusals))
        report.refusals[code] = (report.refusals[code] ?? 0) + count
    }
    member.tallies = []
  }

  // ---- what is left

  /** Everybody has joined, and every station answers. */
  async #whole(): Promise<void> {
    await until('everybody has joined', () => this.#members.every(({ isJoined }) => isJoined))
    for (const member of this.#members) {
      if (member.kind !== 'station') continue
      await until(`${member.name} answers`, async () => (await this.#probe(member)) === 'done')
    }
  }

  #ground(): Ground {
    if (this.#center === null) throw new Error('there is a center')
    return {
      center: holdings(this.#center.pid),
      own: holdings(process.pid),
      files: readdirSync(this.#world.folder).length,
      processes: childCount(),
    }
  }

  async #sameGround(before: Ground): Promise<void> {
    let now = before
    const isSame = () => {
      now = this.#ground()
      return (
        now.center.descriptors <= before.center.descriptors &&
        now.center.sockets <= before.center.sockets &&
        now.center.memoryFiles <= before.center.memoryFiles &&
        now.own.memoryFiles <= before.own.memoryFiles &&
        now.own.descriptors <= before.own.descriptors &&
        now.processes <= before.processes &&
        now.files <= before.files
      )
    }
    await until('all is as it was', isSame).catch(() => {
      this.report.faults.push(
        `left behind: ${JSON.stringify(now)}, before: ${JSON.stringify(before)}`,
      )
    })
  }
}

/** `p50 / p99 / max` in whole milliseconds with one digit behind. */
export function figuresOf(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  return [0.5, 0.99, 1].map((share) => percentile(sorted, share).toFixed(1)).join(' / ')
}

/** Processes of ours that run. */
function childCount(): number {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
  return children.split(' ').filter((pid) => pid !== '').length
}

async function outcomeOf(called: Promise<unknown> | undefined): Promise<string> {
  try {
    await called
    return 'done'
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    return typeof code === 'string' ? code : String(error)
  }
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
