// A world with one lane at a time: a center whose control plane and dispatch worker are two, a caller and a station. All
// that hands lanes out, calls by them and takes them back is the product's: LaneBook with the registry, LanePassing,
// SessionLanes with both kinds of lanes, the rings and ledgers in memory of a fake kernel. The world makes the messages
// travel, the processes die, and looks on.
//
//   control    opens, takes back, takes what the worker tells         → the worker; the verdicts
//   worker     takes from control, reads the rings of its links        → control; the sockets of both ends
//   caller     calls, takes from its socket, turns its lanes           → its ring to the center; the lane
//   station    takes from its socket, turns its lanes, ends handlers   → its ring to the center; the lane
//
// A verdict is seen at any time until control's next step, and those of both ends in any order. Memory that a process has let
// go is detached: what still uses it throws. Whoever dies does so between two steps, or at the end of one, when others see
// what it wrote to memory and not what it said behind that.

import { assert } from '../../src/base/assert.js'
import { CenterError, centerError } from '../../src/base/errors.js'
import type { StationRecord } from '../../src/control/registry.js'
import type { FromData } from '../../src/data/messages.js'
import { segmentBytesOf } from '../../src/ring/layout.js'
import { FramePort } from '../../src/station/frame-port.js'
import { Offers } from '../../src/station/offers.js'
import { SessionLanes } from '../../src/station/session-lanes.js'
import { processDescriptors } from '../../src/transport/descriptors.js'
import { readControlFrame } from '../../src/transport/handshake.js'
import { type LaneEnd, openLaneEnd } from '../../src/transport/lane-end.js'
import { initializeSegment, ringsOf } from '../../src/transport/rings.js'
import type { ControlMessage, LaneSide } from '../../src/wire/control.js'
import {
  kCountsAt,
  kLedgerBytes,
  kVerdictOpen,
  kVerdictWord,
  refusalOf,
} from '../../src/wire/lane-ledger.js'
import { FakeProcess, MemoryFile, type OpenFile } from '../support/fake-kernel.js'
import { ManualClock } from '../support/manual-clock.js'
import type { Step, World } from './explorer.js'
import {
  type Deed,
  kModelRingBytes,
  kModelRoute,
  ModelCenter,
  type ModelLink,
} from './model-center.js'
import { Sum } from './sum.js'

export type Mortal = LaneSide | 'center'

export type LanePlan = {
  readonly callCount: number
  readonly isIdempotent: boolean
  /** What control does behind the opening of a lane, one after the other, at any time. */
  readonly script: readonly Deed[]
  /** Who dies, at any place of a run; null: nobody. */
  readonly dying: Mortal | null
}

const kSides: readonly LaneSide[] = ['caller', 'station']

/** A call that the caller made. */
type ModelCall = {
  readonly isByLane: boolean
  settledCount: number
  outcome: string
  runCount: number
  /** Its reply lay in the ring before the station died. */
  isReplied: boolean
}

type OpenEnd = { readonly end: LaneEnd; readonly rings: MemoryFile; readonly ledger: MemoryFile }

type Message = {
  readonly control: ControlMessage
  readonly files: readonly OpenFile[]
  /** Tells it from others. */
  readonly text: string
}

/** What both ends have. */
type Peer = {
  readonly side: LaneSide
  readonly process: FakeProcess
  readonly record: StationRecord
  readonly lanes: SessionLanes
  readonly link: ModelLink
  /** From the center; null is the end of the socket. */
  readonly socket: (Message | null)[]
  /** Of its lanes, those that it has not closed. */
  readonly ends: OpenEnd[]
  isAlive: boolean
}

export class LaneWorld implements World {
  readonly faults: string[] = []
  readonly #plan: LanePlan
  readonly #clock = new ManualClock()
  readonly #center: ModelCenter
  readonly #peers: Record<LaneSide, Peer>
  readonly #calls: ModelCall[] = []
  readonly #running = new Map<number, () => void>()
  /** Verdicts that control wrote and nobody sees yet. */
  readonly #unseen: { readonly file: MemoryFile; readonly verdict: number }[] = []
  readonly #story: Record<Story, Sum> = {
    control: new Sum(),
    workerOrders: new Sum(),
    workerCaller: new Sum(),
    workerStation: new Sum(),
    caller: new Sum(),
    station: new Sum(),
  }
  #scriptAt = 0
  #isCenterAlive = true
  #hasDied = false
  #finish: () => void = () => {}

  constructor(plan: LanePlan) {
    this.#plan = plan
    const links = () => kSides.map((side) => this.#peers[side].link)
    this.#center = new ModelCenter(
      this.#clock,
      plan.isIdempotent,
      (index) => links().find(({ record, isOpen }) => isOpen && record.link === index),
      (side) => this.#peers[side].isAlive,
      (what) => this.faults.push(what),
    )
    const { caller, station } = this.#center.records
    this.#peers = {
      caller: this.#makePeer('caller', caller),
      station: this.#makePeer('station', station),
    }
    this.#center.do('open')
    this.#center.process.push()
  }

  // ---- what may happen

  steps(): readonly Step[] {
    const live = this.#liveSteps()
    return [...live.map(({ step }) => step), ...this.#deaths(live)]
  }

  isAtRest(): boolean {
    return this.#liveSteps().length === 0
  }

  sum(): string {
    const sums = Object.values(this.#story).map(({ text }) => text)
    const unseen = this.#unseen.map(({ verdict }) => verdict)
    const under = this.#center.toControl.map(textOf)
    for (const side of kSides)
      under.push(...this.#peers[side].socket.map((message) => message?.text ?? 'end'))
    return [...sums, ...unseen, ...under, this.#hasDied].join(' ')
  }

  /** The promises of the last step are settled: others see what it wrote. */
  settle(): void {
    this.#finish()
    this.#finish = () => {}
  }

  /** What happens without a death, and who does it. */
  #liveSteps(): LiveStep[] {
    const steps: LiveStep[] = []
    const add: AddStep = (story, name, run, seen = () => '') => {
      const who = story === 'caller' || story === 'station' ? story : 'center'
      const taken = () => this.#act(who, story, `${name} ${seen()}`, run)
      steps.push({ who, step: { name: `${kNames[story]} ${name}`, run: taken } })
    }
    for (const side of kSides) if (this.#peers[side].isAlive) this.#addPeer(this.#peers[side], add)
    if (!this.#isCenterAlive) return steps
    this.#addControl(add)
    this.#addWorker(add)
    for (const [index, unseen] of this.#unseen.entries()) {
      const { file, verdict } = unseen
      if (this.#unseen.findIndex((other) => other.file === file) < index) continue
      const run = () => {
        this.#unseen.splice(this.#unseen.indexOf(unseen), 1)
        file.words[kVerdictWord] = verdict
      }
      steps.push({ who: 'center', step: { name: `verdict ${verdict} is seen`, run } })
    }
    return steps
  }

  #addPeer(peer: Peer, add: AddStep): void {
    const { side, socket, ends, lanes } = peer
    const verdicts = () => ends.map(({ ledger }) => verdictOf(ledger)).join()
    const tails = () => ends.map(({ end, rings }) => rings.words[end.reader.tailWord]).join()
    // Before it has a lane a call of its is none of this world's affairs.
    const mayCall = side === 'caller' && lanes.count > 0
    if (mayCall && this.#calls.length < this.#plan.callCount)
      add(side, `makes call ${this.#calls.length}`, () => this.#makeCall(peer), verdicts)
    const [message] = socket
    if (message !== undefined) {
      const what = message === null ? 'the end of the center' : message.control.type
      add(side, `hears ${what}`, () => this.#hear(peer), tails)
    }
    const hasNews = ends.some(
      ({ end: { reader }, rings: { words } }) => words[reader.tailWord] !== words[reader.headWord],
    )
    const both = () => `${verdicts()} ${tails()}`
    if (hasNews) add(side, 'turns', () => void lanes.turn(), side === 'caller' ? tails : both)
    if (side === 'caller') return
    for (const id of this.#running.keys())
      add(side, `answers call ${id}`, () => this.#answer(peer, id))
  }

  #addControl(add: AddStep): void {
    const deed = this.#plan.script[this.#scriptAt]
    // Control reads what the station counts also when that counts no more: then the station's own story tells it.
    const counts = () => this.#center.process.files().map(countsOf).join()
    const isReading = deed === 'rest' || deed === 'end grace'
    if (deed !== undefined)
      add('control', `does ${deed}`, () => this.#doNext(deed), isReading ? counts : undefined)
    const [news] = this.#center.toControl
    if (news === undefined) return
    add('control', `takes ${textOf(news)}`, () => this.#center.takeNews())
  }

  #addWorker(add: AddStep): void {
    const [order] = this.#center.toData
    if (order !== undefined)
      add('workerOrders', `takes ${order.type}`, () => this.#center.takeOrder())
    for (const side of kSides) {
      const { link, isAlive } = this.#peers[side]
      if (!link.isOpen) continue
      const story = side === 'caller' ? 'workerCaller' : 'workerStation'
      if (link.fromPeer.hasRecords())
        add(story, 'reads its ring', () => this.#center.readLink(link))
      if (!isAlive) add(story, 'finds it gone', () => this.#center.loseLink(link))
    }
  }

  #deaths(live: readonly LiveStep[]): Step[] {
    const { dying } = this.#plan
    if (dying === null || this.#hasDied) return []
    const between: Step = { name: `the ${dying} dies`, run: () => this.#kill(dying) }
    if (dying === 'center') return [between]
    const { words, tailWord } = this.#peers[dying].link.fromPeer
    const behind = live
      .filter(({ who }) => who === dying)
      .map(({ step }): Step => {
        const run = () => {
          const tail = words[tailWord]
          step.run()
          const finish = this.#finish
          this.#finish = () => {
            finish()
            words[tailWord] = tail
            this.#kill(dying)
          }
        }
        return { name: `${step.name} and dies before it says more`, run }
      })
    return [between, ...behind]
  }

  // ---- steps

  #act(who: Mortal, actor: Story, name: string, run: () => void): void {
    this.#story[actor].add(name)
    if (actor === 'control')
      for (const { file, verdict } of this.#unseen.splice(0)) file.words[kVerdictWord] = verdict
    const process = who === 'center' ? this.#center.process : this.#peers[who].process
    process.pull()
    try {
      run()
    } catch (error) {
      this.faults.push(
        `${kNames[actor]} ${name}: ${error instanceof Error ? error.stack : String(error)}`,
      )
    }
    const isControl = actor === 'control'
    this.#finish = () => process.push((file, bytes) => isControl && this.#hold(file, bytes))
  }

  /** A verdict is not seen at once; that of a new ledger is, for the kernel passes it with all that was written before. */
  #hold(file: MemoryFile, bytes: Uint8Array): void {
    const words = new Int32Array(bytes.buffer)
    const verdict = words[kVerdictWord]
    const seen = file.words[kVerdictWord]
    if (bytes.length !== kLedgerBytes || seen === 0 || seen === verdict) return
    this.#unseen.push({ file, verdict })
    words[kVerdictWord] = seen
  }

  #kill(who: Mortal): void {
    this.#hasDied = true
    if (who !== 'center') {
      const peer = this.#peers[who]
      peer.isAlive = false
      peer.process.end()
      return
    }
    this.#isCenterAlive = false
    this.#center.process.end()
    // What a processor has taken becomes visible, whoever dies.
    for (const { file, verdict } of this.#unseen.splice(0)) file.words[kVerdictWord] = verdict
    for (const side of kSides) this.#peers[side].socket.push(null)
  }

  #doNext(deed: Deed): void {
    this.#scriptAt++
    this.#center.do(deed)
  }

  // ---- both ends

  #makePeer(side: LaneSide, record: StationRecord): Peer {
    const process = new FakeProcess(true)
    const socket: (Message | null)[] = []
    const memory = new ArrayBuffer(segmentBytesOf(kModelRingBytes))
    initializeSegment(memory, kModelRingBytes, 0)
    const toCenter = ringsOf(memory, kModelRingBytes, 'peer', () => {}).writer
    const { reader: fromPeer } = ringsOf(memory, kModelRingBytes, 'center', () => {})
    const passLane = (bytes: Uint8Array, descriptors: readonly number[]) => {
      if (!this.#peers[side].isAlive) throw new Error('EPIPE')
      const read = readControlFrame(Buffer.from(bytes))
      assert(read !== null, 'a message is whole')
      const { message: control } = read
      const text = Object.values(control).join()
      socket.push({ control, files: this.#center.process.lend(descriptors), text })
      return true
    }
    const link = { side, record, fromPeer, isOpen: true, end: { passLane } }
    const offers = new Offers()
    offers.addRoute(kModelRoute, {}, ({ body }) => this.#handle(Number(body)))
    const broken = (rule: string) => this.faults.push(`the ${side}: ${rule}`)
    const lanes = new SessionLanes(
      { reader: { onRung: () => {} } },
      {
        port: new FramePort(toCenter, 'microtasks', () => broken('its ring is corrupt')),
        offers,
        clock: this.#clock,
        batch: 'microtasks',
        nested: () => Promise.reject(new Error('nobody calls on')),
        repeat: () => this.#askCenter(),
        onHandlerError: (error) => broken(String(error)),
        onChanged: () => {},
      },
    )
    return { side, process, record, lanes, link, socket, ends: [], isAlive: true }
  }

  #hear(peer: Peer): void {
    const { side, socket, process, lanes, ends } = peer
    const message = socket.shift()
    if (message === undefined || message === null) {
      lanes.close(centerError('ERR_LINK_LOST'))
      return
    }
    const { control } = message
    if (control.type === 'lane-over') lanes.onOver(control)
    else if (control.type === 'lane-open') {
      const [rings, ledger] = message.files
      assert(rings instanceof MemoryFile && ledger instanceof MemoryFile, 'a lane has two files')
      const loop = { add: () => {}, addDoorbell: () => {}, remove: () => {} }
      const opened = openLaneEnd(
        process,
        processDescriptors(process),
        control,
        process.adopt(message.files),
        loop,
      )
      const close = () => {
        const at = ends.findIndex(({ end }) => end.reader === opened.reader)
        if (at >= 0) ends.splice(at, 1)
        opened.close()
      }
      const end = { ...opened, close }
      ends.push({ end, rings, ledger })
      lanes.onOpen(control, end)
    } else this.faults.push(`the ${side} is told ${control.type}`)
  }

  #makeCall({ lanes, ends }: Peer): void {
    const id = this.#calls.length
    const way = lanes.find(kModelRoute, true, {})
    const call: ModelCall = {
      isByLane: way !== null,
      settledCount: 0,
      outcome: '',
      runCount: 0,
      isReplied: false,
    }
    this.#calls.push(call)
    if (way !== null && !ends.some(({ ledger }) => verdictOf(ledger) === kVerdictOpen))
      this.faults.push(`call ${id} goes by a lane, though the caller sees that none is open`)
    const settle = (outcome: string) => {
      call.settledCount++
      call.outcome = outcome
    }
    const called = way === null ? this.#askCenter() : way.call(kModelRoute, id)
    called.then(
      (reply) => settle(reply === id ? 'ok' : String(reply)),
      (error: unknown) => settle(error instanceof CenterError ? error.code : String(error)),
    )
  }

  /** By the center a call finds another station. */
  #askCenter(): Promise<unknown> {
    return this.#isCenterAlive
      ? Promise.resolve('by the center')
      : Promise.reject(centerError('ERR_LINK_LOST'))
  }

  #handle(id: number): Promise<number> {
    const call = this.#calls[id]
    call.runCount++
    const refused = this.#peers.station.ends.every(({ ledger }) => refusalOf(verdictOf(ledger)))
    if (refused) this.faults.push(`call ${id} is served, though the station sees that none may be`)
    return new Promise((resolve) => this.#running.set(id, () => resolve(id)))
  }

  #answer({ ends }: Peer, id: number): void {
    const answer = this.#running.get(id)
    this.#running.delete(id)
    answer?.()
    const [lane] = ends
    const version = lane?.rings.version
    queueMicrotask(() => {
      const finish = this.#finish
      this.#finish = () => {
        finish()
        this.#calls[id].isReplied = version !== lane?.rings.version
      }
    })
  }

  // ---- the end

  judgeEnd(): readonly string[] {
    const faults: string[] = []
    const { caller, station } = this.#peers
    if (caller.isAlive) for (const id of this.#calls.keys()) faults.push(...this.#judgeCall(id))
    for (const { side, isAlive, process, lanes } of [caller, station]) {
      if (!isAlive) continue
      if (process.openCount > 0)
        faults.push(`the ${side} keeps ${process.openCount} mappings and descriptors`)
      if (lanes.count > 0) faults.push(`the ${side} keeps a lane`)
    }
    if (!this.#isCenterAlive) return faults
    const served = this.#calls.reduce((total, { runCount }) => total + runCount, 0)
    return [...faults, ...this.#center.judge(served)]
  }

  #judgeCall(id: number): string[] {
    const { isByLane, settledCount, outcome, runCount, isReplied } = this.#calls[id]
    const { station } = this.#peers
    if (settledCount !== 1) return [`call ${id} ended ${settledCount} times`]
    const faults: string[] = []
    if (runCount > 1) faults.push(`the handler of call ${id} ran ${runCount} times`)
    if (isReplied && outcome !== 'ok' && this.#isCenterAlive)
      faults.push(`call ${id} was answered, and ended with ${outcome}`)
    if (outcome === 'ok' && runCount !== 1) faults.push(`call ${id} was answered by nobody`)
    const allowed = new Set(isByLane ? ['ok'] : ['by the center'])
    if (!this.#isCenterAlive) allowed.add('ERR_LINK_LOST')
    if (!station.isAlive)
      allowed.add(this.#plan.isIdempotent ? 'by the center' : 'ERR_STATION_LOST')
    // They were under way when it came.
    if (this.#plan.script.includes('pause')) allowed.add('ERR_PAUSED')
    if (this.#plan.script.includes('end grace')) allowed.add('ERR_STATION_BUSY')
    if (!allowed.has(outcome)) faults.push(`call ${id} ended with ${outcome}`)
    return faults
  }
}

/**
 * What is told of each process. Of the worker there are three stories: what it knows of its lanes does not depend on the
 * order in which it takes from control and from its links, but for what it says, and that is in the sum by itself.
 */
const kNames = {
  control: 'control',
  workerOrders: 'the worker, of control,',
  workerCaller: 'the worker, of the caller,',
  workerStation: 'the worker, of the station,',
  caller: 'the caller',
  station: 'the station',
} as const

type Story = keyof typeof kNames
type LiveStep = { readonly who: Mortal; readonly step: Step }
/** @param seen what the step is given of memory that others write. */
type AddStep = (story: Story, name: string, run: () => void, seen?: () => string) => void

function verdictOf({ words }: MemoryFile): number {
  return words[kVerdictWord]
}

/** What a station has counted. */
function countsOf({ memory }: MemoryFile): string {
  return new Float64Array(memory, kCountsAt * 8).filter((count) => count !== 0).join()
}

function textOf(news: FromData): string {
  return Object.values(news).join()
}
