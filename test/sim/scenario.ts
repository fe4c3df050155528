// One simulated run: what its seed says happens to a center, its stations and its callers; then everything is healed, and
// all must be as if nothing had been.

import { kLaneIdleMs } from '../../src/base/limits.js'
import type { Center } from '../../src/control/center.js'
import { Gates } from '../../src/data/admission.js'
import { setWorkerDoor } from '../../src/transport/connect.js'
import { type Balance, kBalances } from '../../src/wire/balance.js'
import { seededRandom } from '../support/seeded-random.js'
import { SimCenterHost } from './center.js'
import { History } from './history.js'
import { judge } from './judge.js'
import { type Carrier, Member, type Surroundings } from './members.js'
import { newCable, SimNetwork } from './sockets.js'
import { SimTime } from './time.js'
import { installWires } from './wires.js'

/** Carriers that a run may use. */
const kCarriers: readonly Carrier[] = ['memory', 'memory', 'tcp']
/** The last one has one station, so that lanes may go to it; the others have any number. */
const kServices = ['alpha', 'beta', 'gamma'] as const
const kLaneRoutes = ['echo', 'safe', 'slow', 'mute', 'big'] as const
/** Dispatchers that a center may have: one, and several. */
const kDispatchersMax = 3
/** Calls of each caller to a service of which a station begins to leave, and how long they go on. */
const kLateCalls = 4
const kLateCallMs = 1
/** After everything was healed: a station that leaves waits 10 s for its handlers; then it joins again. */
const kHealMs = 13_000
/** Longer than any call that a run makes. */
const kSettleMs = 4_000
const kTimeoutMsMax = 2_000

export type Outcome = {
  readonly seed: number
  /** What was broken, in words. */
  readonly faults: readonly string[]
  readonly calls: number
  readonly answered: number
  /** Calls by lanes that the last center counted. */
  readonly byLane: number
  readonly events: number
  readonly simulatedMs: number
  readonly injected: Readonly<Record<string, number>>
  /** What happened when, for people. */
  readonly story: readonly string[]
}

/** Runs a seed. The same seed gives the same run, event by event. */
export async function simulate(seed: number): Promise<Outcome> {
  const time = new SimTime(seededRandom(seed))
  const network = new SimNetwork(time)
  time.install()
  const restore = installWires(time, network)
  try {
    return await new Run(seed, time, network).run()
  } finally {
    restore()
    time.uninstall()
  }
}

class Run {
  readonly #seed: number
  readonly #time: SimTime
  readonly #network: SimNetwork
  readonly #history: History
  readonly #host: SimCenterHost
  readonly #around: Surroundings
  readonly #stations: Member[] = []
  readonly #callers: Member[] = []
  /** The path that a caller calls most; a lane is wished for it. */
  readonly #favourites = new Map<Member, string>()
  readonly #injected: Record<string, number> = {}
  #memberCount = 0
  #isHealing = false
  #byLane = 0
  /** Milliseconds between two calls of a caller, in the mean. */
  readonly #paceMs: number
  readonly #faultMs: number
  /** The run has cables that are cut for longer than a lease. */
  readonly #isLong: boolean

  constructor(seed: number, time: SimTime, network: SimNetwork) {
    this.#seed = seed
    this.#time = time
    this.#network = network
    const dispatchers = 1 + time.pick(kDispatchersMax)
    this.#injected[`runs with ${dispatchers} dispatchers`] = 1
    this.#history = new History(dispatchers)
    this.#host = new SimCenterHost(time, this.#history, dispatchers)
    this.#isLong = time.pick(5) === 0
    this.#paceMs = this.#isLong ? 250 : time.between(15, 60)
    this.#faultMs = time.between(200, this.#isLong ? 4_000 : 1_500)
    const balances = new Map<string, Balance>(
      kServices.map((service) => [service, kBalances[time.pick(kBalances.length)]]),
    )
    this.#around = {
      time,
      history: this.#history,
      services: kServices,
      balanceOf: (service) => balances.get(service) ?? 'round-robin',
      plug: (process) => {
        const cable = newCable()
        network.cables.set(process, cable)
        return cable
      },
    }
    setWorkerDoor(this.#host.door)
  }

  async run(): Promise<Outcome> {
    const time = this.#time
    const stopSpying = this.#spyOnWindows()
    try {
      this.#host.start()
      for (let count = 2 + time.pick(3); count > 0; count--) this.#addStation()
      this.#addStation('beta')
      this.#addStation('gamma')
      for (let count = 1 + time.pick(3); count > 0; count--) this.#addCaller()
      this.#later(() => this.#fault(), this.#faultMs)
      const busyMs = this.#isLong ? 40_000 : time.between(4_000, 8_000)
      await time.runUntil(time.nowMs + busyMs)
      this.#heal()
      await time.runUntil(time.nowMs + kHealMs)
      const late = this.#lateComers()
      await time.runUntil(time.nowMs + kSettleMs)
      const fairFrom = this.#askInARow()
      await time.runUntil(time.nowMs + kSettleMs)
      const faults = [
        ...time.faults,
        ...late,
        ...this.#judgeBalance(fairFrom),
        ...judge(this.#history, this.#network.accepted, time.nowMs),
        ...this.#judgeFigures(),
        ...(await this.#judgeEnd()),
        ...time.faults,
      ]
      const { calls } = this.#history
      return {
        seed: this.#seed,
        faults: [...new Set(faults)],
        calls: calls.length,
        answered: calls.filter(({ outcome }) => outcome === 'ok').length,
        byLane: this.#byLane,
        events: time.eventCount,
        simulatedMs: time.nowMs,
        injected: this.#injected,
        story: this.#history.story,
      }
    } finally {
      stopSpying()
    }
  }

  // ---- who is there

  #carrier(): Carrier {
    return kCarriers[this.#time.pick(kCarriers.length)]
  }

  #addStation(service: string = kServices[this.#time.pick(kServices.length - 1)]): void {
    const id = `${service}-${++this.#memberCount}`
    this.#stations.push(new Member(this.#around, id, service, this.#carrier(), true))
  }

  #addCaller(): void {
    const id = `caller-${++this.#memberCount}`
    const caller = new Member(this.#around, id, id, this.#carrier(), false)
    this.#callers.push(caller)
    const turn = () => {
      if (this.#isHealing || !caller.process.isAlive) return
      this.#call(caller)
      this.#later(turn, this.#paceMs)
    }
    this.#later(turn, this.#paceMs)
  }

  /** Something of the world, after a time that is `meanMs` in the mean. */
  #later(run: () => void, meanMs: number): void {
    this.#time.after(null, -Math.log(1 - this.#time.random()) * meanMs, run)
  }

  // ---- calls

  #call(caller: Member): void {
    const time = this.#time
    const service = kServices[time.pick(kServices.length)]
    const timeoutMs = time.pick(3) === 0 ? 5 + time.pick(200) : 200 + time.pick(kTimeoutMsMax - 200)
    const what = time.pick(100)
    if (time.pick(3) === 0) {
      const path = this.#favouriteOf(caller)
      const body = path.endsWith('/big') ? { bytes: 8 + time.pick(20_000) } : {}
      caller.ask(path, 'gamma', timeoutMs, body)
    } else if (what < 35) {
      const key = time.pick(2) === 0 ? { key: `key-${time.pick(5)}` } : {}
      caller.ask(`POST /${service}/echo`, service, timeoutMs, key)
    } else if (what < 50) caller.ask(`POST /${service}/safe`, service, timeoutMs)
    else if (what < 62) caller.ask('POST /alpha/limited', 'alpha', timeoutMs)
    else if (what < 72) caller.ask(`POST /${service}/slow`, service, timeoutMs)
    else if (what < 76) caller.ask(`POST /${service}/mute`, service, timeoutMs)
    else if (what < 82) caller.ask(`POST /${service}/relay`, service, timeoutMs)
    else if (what < 86) caller.ask(`GET /${service}/items/:id`, service, timeoutMs)
    else if (what < 89) caller.send(`POST /${service}/echo`, service)
    else if (what < 93) caller.publish()
    else if (what < 96) {
      const signal = this.#abortSoon(caller)
      caller.ask(`POST /${service}/slow`, service, timeoutMs, { signal })
    } else if (what < 99) this.#large(caller, service, timeoutMs, 1)
    else this.#large(caller, service, timeoutMs, 12) // more than a ring holds
  }

  #large(caller: Member, service: string, timeoutMs: number, count: number): void {
    for (let one = 0; one < count; one++) {
      const bytes = 8 + this.#time.pick(count > 1 ? 8_000 : 120_000)
      caller.ask(`POST /${service}/big`, service, timeoutMs, { bytes })
    }
  }

  #abortSoon({ process }: Member): AbortSignal {
    const controller = new AbortController()
    // Errors of ours have codes; the reason of a signal is the caller's own.
    this.#later(() => process.isAlive && controller.abort('ERR_CANCELLED'), 60)
    return controller.signal
  }

  // ---- faults

  #fault(): void {
    if (this.#isHealing) return
    this.#later(() => this.#fault(), this.#faultMs)
    const time = this.#time
    const station = this.#oneOf(this.#stations)
    const caller = this.#oneOf(this.#callers)
    const anyone = time.pick(4) === 0 ? caller : station
    const deeds: readonly (readonly [string, number, () => void])[] = [
      ['station killed', 5, () => this.#kill(station)],
      ['caller killed', 1, () => this.#kill(caller)],
      ['killed before ringing', 2, () => this.#killMute(anyone)],
      ['center killed', 2, () => this.#killCenter()],
      ['process stopped', 4, () => this.#stop(anyone)],
      ['center stopped', 1, () => this.#stopCenter()],
      ['cable cut', this.#isLong ? 6 : 3, () => this.#cut(anyone)],
      ['target paused', 3, () => this.#pause()],
      ['route limited', 3, () => this.#limit()],
      ['breaker opened', 1, () => this.#trip()],
      ['station left', 2, () => this.#leave(station)],
      ['station added', 1, () => this.#stations.length < 8 && this.#addStation()],
      ['lane wished for', 12, () => this.#openLane(caller)],
    ]
    let rest = time.pick(deeds.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [name, weight, run] of deeds) {
      rest -= weight
      if (rest >= 0) continue
      this.#injected[name] = (this.#injected[name] ?? 0) + 1
      run()
      return
    }
  }

  #tell(what: string): void {
    this.#history.tell(what, this.#time.nowMs)
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    return items[this.#time.pick(items.length)]
  }

  /** Kills a program; another one takes its place. */
  #kill(member: Member): void {
    if (!member.process.isAlive) return
    this.#tell(`${member.process.name} is killed`)
    this.#history.presences.lost(member.process.name, member.service, this.#time.nowMs)
    this.#time.kill(member.process)
    const isStation = this.#stations.includes(member)
    const list = isStation ? this.#stations : this.#callers
    list.splice(list.indexOf(member), 1)
    if (isStation) this.#addStation(member.service)
    else this.#addCaller()
  }

  #killMute(member: Member): void {
    this.#tell(`${member.process.name} rings no more`)
    member.process.isMute = true
    this.#later(() => this.#kill(member), 5)
  }

  #killCenter(): void {
    if (this.#host.process === null) return
    this.#tell('the center is killed')
    this.#host.kill()
    this.#time.after(null, this.#time.between(1, 1_500), () => this.#startCenter())
  }

  /** Unless another one was started meanwhile. */
  #startCenter(): void {
    if (this.#host.process === null) this.#host.start()
  }

  #stop({ process }: Member): void {
    const ms = this.#time.between(1, 1_000)
    this.#tell(`${process.name} stops for ${ms.toFixed(0)} ms`)
    this.#time.stop(process)
    this.#history.slowWays.add(process.name)
    this.#time.after(null, ms, () => this.#time.resume(process))
  }

  #stopCenter(): void {
    const { process } = this.#host
    if (process === null) return
    const ms = this.#time.between(1, 800)
    this.#tell(`the center stops for ${ms.toFixed(0)} ms`)
    this.#time.stop(process)
    this.#time.after(null, ms, () => this.#time.resume(process))
  }

  #cut({ cable, process }: Member): void {
    if (cable === null) return
    this.#network.cut(cable)
    this.#history.slowWays.add(process.name)
    const ms = this.#time.between(1, this.#isLong && this.#time.pick(2) === 0 ? 25_000 : 2_000)
    this.#tell(`the cable of ${process.name} is cut for ${ms.toFixed(0)} ms`)
    this.#time.after(null, ms, () => this.#network.repair(cable))
  }

  #pause(): void {
    const target = this.#oneOf([...kServices, 'POST /alpha/echo', 'POST /beta/safe'])
    this.#host.inCenter((center) => {
      center.pause(target)
      this.#history.paused(target, center.epoch, this.#time.nowMs)
    })
    this.#time.after(null, this.#time.between(50, 1_500), () => this.#resume(target))
  }

  #resume(target: string): void {
    this.#host.inCenter((center) => {
      this.#history.resumed(target, this.#time.nowMs)
      resumeQuietly(center, target)
    })
  }

  #limit(): void {
    const perSecond = this.#time.pick(3) === 0 ? undefined : this.#time.pick(6)
    this.#tell(`a limit of ${perSecond}`)
    this.#host.inCenter((center) => center.limit('POST /alpha/limited', perSecond))
  }

  #trip(): void {
    const isOpen = this.#time.pick(2) === 0
    this.#host.inCenter((center) => center.setBreaker('POST /beta/echo', isOpen))
  }

  #lanePath(service: string = this.#oneOf(kServices)): string {
    return `POST /${service}/${this.#oneOf(kLaneRoutes)}`
  }

  #favouriteOf(caller: Member): string {
    const known = this.#favourites.get(caller)
    if (known !== undefined) return known
    const path = this.#lanePath('gamma')
    this.#favourites.set(caller, path)
    return path
  }

  /** Whether there may be one is the center's affair. */
  #openLane(caller: Member): void {
    const path = this.#time.pick(4) === 0 ? this.#lanePath() : this.#favouriteOf(caller)
    this.#host.inCenter((center) => {
      const known = center.stations().find(({ name }) => name === caller.service)
      if (known === undefined) return
      void center.openLane(known.id, path).then((isOpen) => {
        if (!isOpen) return
        this.#injected['lane opened'] = (this.#injected['lane opened'] ?? 0) + 1
        this.#tell(`${caller.process.name} has a lane for ${path}`)
      })
    })
  }

  #leave(station: Member): void {
    if (!station.isJoined) return
    this.#tell(`${station.process.name} leaves`)
    // Calls that are just coming: it answers them before it goes, or they go elsewhere.
    for (const caller of this.#callers) {
      for (let one = 0; one < kLateCalls; one++) {
        const ask = () =>
          caller.ask(`POST /${station.service}/echo`, station.service, kTimeoutMsMax)
        this.#time.after(null, this.#time.between(0, kLateCallMs), ask)
      }
    }
    station.leave(this.#time.between(10, 1_000))
  }

  // ---- the end

  #heal(): void {
    this.#isHealing = true
    this.#tell('all is healed')
    for (const { process, cable } of this.#members()) {
      if (process.isMute) process.isMute = false
      this.#time.resume(process)
      if (cable !== null) this.#network.repair(cable)
    }
    this.#startCenter()
    if (this.#host.process !== null) this.#time.resume(this.#host.process)
    const targets = new Set(this.#history.pauses.map(({ target }) => target))
    for (const target of targets) this.#resume(target)
    this.#host.inCenter((center) => {
      center.limit('POST /alpha/limited', undefined)
      center.setBreaker('POST /beta/echo', false)
    })
  }

  /** Everybody is back, and every route answers. */
  #lateComers(): string[] {
    const faults: string[] = []
    for (const member of this.#members()) {
      if (!member.isJoined)
        faults.push(`${member.process.name} is not back after everything was healed`)
    }
    const known = new Set(this.#host.center?.stations().map(({ name }) => name))
    for (const { service } of this.#stations)
      if (!known.has(service)) faults.push(`the center does not know ${service}`)
    for (const caller of this.#callers) {
      for (const service of new Set(this.#stations.map((station) => station.service)))
        caller.ask(`POST /${service}/echo`, `${service}`, kTimeoutMsMax)
    }
    this.#finalFrom = this.#history.calls.length
    return faults
  }

  #finalFrom = 0

  /** Calls of one caller at one moment, a whole round of every balancer. @returns the first one's number. */
  #askInARow(): number {
    const first = this.#history.calls.length
    const [caller] = this.#callers
    for (const service of kServices) {
      const count = this.#roundOf(service)
      for (let one = 0; one < count; one++)
        caller.ask(`POST /${service}/echo`, service, kTimeoutMsMax, { key: 'one key' })
    }
    return first
  }

  #members(): Member[] {
    return [...this.#stations, ...this.#callers]
  }

  #offering(service: string): Member[] {
    return this.#stations.filter((station) => station.service === service)
  }

  /** Calls until a balancer that goes round is where it was. */
  #roundOf(service: string): number {
    const stations = this.#offering(service)
    return this.#around.balanceOf(service) === 'weighted' && stations.length > 1
      ? stations.reduce((sum, { weight }) => sum + weight, 0)
      : 4 * stations.length
  }

  /** Each station got its share of the calls in a row. */
  #judgeBalance(firstCall: number): string[] {
    const faults: string[] = []
    for (const service of kServices) {
      const balance = this.#around.balanceOf(service)
      const stations = this.#offering(service)
      const calls = this.#history.calls.slice(firstCall).filter((call) => call.service === service)
      const shares = stations.map(
        ({ process }) => calls.filter(({ by }) => by === process.name).length,
      )
      const wrong = (wanted: string) =>
        faults.push(
          `${balance} gave the stations of ${service} ${shares.join(', ')}, not ${wanted}`,
        )
      const weights = stations.map(({ weight }) => weight)
      if (balance === 'round-robin' && shares.some((share) => share !== 4)) wrong('4 each')
      if (balance === 'weighted' && stations.length > 1 && shares.join() !== weights.join())
        wrong(weights.join(', '))
      if (
        balance === 'hash' &&
        stations.length > 0 &&
        shares.filter((share) => share > 0).length !== 1
      )
        wrong('all to one')
    }
    return faults
  }

  /** The center's own figures say what happened. */
  #judgeFigures(): string[] {
    const faults: string[] = []
    for (const call of this.#history.calls.slice(this.#finalFrom)) {
      if (call.outcome !== 'ok')
        faults.push(`after everything was healed, ${call.route} ends with ${call.outcome}`)
    }
    const { center } = this.#host
    if (center === null) return [...faults, 'there is no center at the end']
    const routes = center.routes()
    const counters = center.counters()
    const sum = (of: (route: (typeof routes)[number]) => number) =>
      routes.reduce((total, route) => total + of(route), 0)
    this.#byLane = counters.lane_calls
    const byCenter = counters.requests - counters.requests_refused + counters.requests_retried
    const given = byCenter + counters.lane_calls
    if (sum(({ calls }) => calls) !== given)
      faults.push(`the routes have ${sum(({ calls }) => calls)} calls, the counters say ${given}`)
    if (sum(({ retries }) => retries) !== counters.requests_retried)
      faults.push(
        `the routes have ${sum(({ retries }) => retries)} retries, the counters say ${counters.requests_retried}`,
      )
    for (const { route, inFlight, calls, errors } of routes) {
      if (inFlight !== 0) faults.push(`${route} has ${inFlight} calls on the way when all is over`)
      if (errors > calls) faults.push(`${route} has more errors than calls`)
      const fromMs = this.#history.centerStarts.at(-1) ?? 0
      const executed = this.#history.calls
        .filter((call) => call.route === route && call.startMs > fromMs)
        .flatMap(({ executions }) => executions).length
      if (executed > calls) faults.push(`${route} ran ${executed} times, its figures say ${calls}`)
    }
    if (counters.protocol_errors !== 0)
      faults.push(`${counters.protocol_errors} links broke the protocol`)
    return faults
  }

  /** Lanes that rest are given back, and a drain finds nothing on the way. */
  async #judgeEnd(): Promise<string[]> {
    const { center, process } = this.#host
    if (center === null || process === null) return []
    await this.#time.runUntil(this.#time.nowMs + kLaneIdleMs + kSettleMs)
    const faults: string[] = []
    for (const { name, kernel } of [process, ...this.#members().map((member) => member.process)])
      if (kernel.openCount > 0)
        faults.push(`${name} keeps ${kernel.openCount} mappings and descriptors of lanes`)
    let inFlight = -1
    this.#time.after(process, 0, () => {
      center.drain().then(
        (count) => {
          inFlight = count
        },
        (error: unknown) => this.#time.faults.push(`the drain failed: ${String(error)}`),
      )
    })
    await this.#time.runUntil(this.#time.nowMs + 30_000)
    if (inFlight !== 0) faults.push(`the drain found ${inFlight} calls on the way when all is over`)
    return faults
  }

  /** Notes each window of a limit at the moment at which it begins for the calls. */
  #spyOnWindows(): () => void {
    const history = this.#history
    const time = this.#time
    const { setLimit } = Gates.prototype
    Gates.prototype.setLimit = function (this: Gates, route: number, calls: number | undefined) {
      history.onWindow(route, calls, time.nowMs)
      setLimit.call(this, route, calls)
    }
    return () => {
      Gates.prototype.setLimit = setLimit
    }
  }
}

/** What was paused in a center that is gone is not paused in its successor. */
function resumeQuietly(center: Center, target: string): void {
  try {
    center.resume(target)
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'ERR_NOT_FOUND')) throw error
  }
}
