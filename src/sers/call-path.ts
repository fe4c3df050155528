// A call from its caller to a node, and its reply back. Read ask() first, then onReply().

import type { Clock } from '../base/clock.js'
import { errorReply, kSersErrors, type SsError } from '../wire/sers/answers.js'
import { fileRanges, withFirstFile, writeFiles } from '../wire/sers/files.js'
import { kSersCall, kSersReply, kSersRequest } from '../wire/sers/frame.js'
import { type RpcData, readRpcData, withRoute, writeRpcData } from '../wire/sers/rpc-data.js'
import { type Asker, CallLine, type InFlight } from './in-flight.js'
import type { SersOptions } from './options.js'
import type { Peer } from './peer.js'
import { doublePercent, isFailure, isFailureValue } from './reply-data.js'
import type { SersCall } from './sers-call.js'
import type { Node, SersTable, Service } from './sers-table.js'

/** What stands before the table. */
export type CallGuards = {
  /** The error of a rate limit that is against the call, or null. */
  limit(call: SersCall): SsError | null
  /** Answers calls of the center itself. @returns false for a route that is none of them. */
  answerOwn(call: SersCall): boolean
  /** Who is behind a call; a promise where somebody has to be asked. An error refuses it. */
  identify(call: SersCall): SsError | null | Promise<SsError | null>
  /** Carries a call to a station that is no connection of Sers. @param service null: the table knows nobody. */
  callOut(call: SersCall, service: Service | null): boolean
  /** Notes a call that was delivered; what it gives back is told of the end. */
  trace(call: SersCall, node: Node): ((reply: Buffer) => void) | null
}

export type CallCounts = {
  calls: number
  refused: number
  notFound: number
  timeouts: number
  lost: number
  lateReplies: number
  badReplies: number
  translated: number
}

const kEmpty = Buffer.alloc(0)
const kUsPerMs = 1_000

export class CallPath {
  readonly counts: CallCounts = {
    calls: 0,
    refused: 0,
    notFound: 0,
    timeouts: 0,
    lost: 0,
    lateReplies: 0,
    badReplies: 0,
    translated: 0,
  }
  readonly #options: SersOptions
  readonly #table: SersTable
  readonly #clock: Clock
  readonly #guards: CallGuards
  readonly #line = new CallLine()
  #timer: NodeJS.Timeout | undefined

  constructor(options: SersOptions, table: SersTable, clock: Clock, guards: CallGuards) {
    this.#options = options
    this.#table = table
    this.#clock = clock
    this.#guards = guards
  }

  /** Handles a call: every one gets exactly one answer. */
  ask(call: SersCall): void {
    this.counts.calls++
    if (call.route.trim() === '') this.refuse(call, kSersErrors.notFound)
    else this.#identify(call, null)
  }

  /** The same for a call whose node somebody has picked. */
  askNode(call: SersCall, node: Node): void {
    this.counts.calls++
    this.#identify(call, node)
  }

  #identify(call: SersCall, node: Node | null): void {
    const identified = this.#guards.identify(call)
    if (identified instanceof Promise) {
      identified.then(
        (error) => this.#admit(call, error, node),
        () => this.#admit(call, null, node), // a hook that failed identifies nobody
      )
    } else this.#admit(call, identified, node)
  }

  #admit(call: SersCall, error: SsError | null, node: Node | null): void {
    const refusal = error ?? this.#guards.limit(call)
    if (refusal !== null) this.refuse(call, refusal)
    else if (node !== null) this.#deliver(call, node)
    else if (!this.#guards.answerOwn(call)) this.#route(call)
  }

  #route(call: SersCall): void {
    const service = this.#table.find(call.method, call.route)
    if (service === null) {
      if (this.#guards.callOut(call, null)) return
      this.counts.notFound++
      this.refuse(call, kSersErrors.notFound)
      return
    }
    const node = this.#pick(service)
    if (node === 'foreign') {
      if (!this.#guards.callOut(call, service)) this.refuse(call, kSersErrors.notFound)
    } else if (node === 'full') this.refuse(call, kSersErrors.tooMany)
    else this.#deliver(call, node)
  }

  #pick(service: Service): Node | 'foreign' | 'full' {
    const { active, foreignCount } = service
    const total = active.length + foreignCount
    const { balance, inFlightPerNodeMax: most } = this.#options
    if (balance === 'leastInFlight' && active.length > 0) {
      const ready = active.filter(({ station }) => !station.isSilent)
      const least = (ready.length > 0 ? ready : active).reduce((a, b) =>
        b.load.inFlight < a.load.inFlight ? b : a,
      )
      return most > 0 && least.load.inFlight >= most ? 'full' : least
    }
    let silent: Node | null = null
    for (let attempt = 0; attempt < total; attempt++) {
      const turn = service.turn >= total ? 0 : service.turn
      service.turn = turn + 1
      if (turn >= active.length) return 'foreign'
      const node = active[turn]
      if (most > 0 && node.load.inFlight >= most) continue
      if (!node.station.isSilent) return node
      silent ??= node
    }
    return silent ?? 'full'
  }

  #deliver(call: SersCall, node: Node): void {
    const refusal = node.refuses === null ? null : node.refuses(call.data)
    if (refusal !== null) {
      this.refuse(call, refusal)
      return
    }
    const { stats } = node
    if (stats !== null && call.origin.isCounted && !stats.admit()) {
      this.refuse(call, kSersErrors.tooMany)
      return
    }
    const payload = this.#requestFor(call, node)
    if (payload === null) {
      this.refuse(call, kSersErrors.internal)
      return
    }
    const { station, service } = node
    // Whoever floods a station is refused; its connection is not cut for what others send it.
    if (station.waitingBytes > this.#options.waitingBytesMax / 2) {
      this.refuse(call, kSersErrors.tooMany)
      return
    }
    const flight = station.slots.add(call.asker, node, this.#clock.nowMs())
    flight.stats = call.origin.isCounted ? stats : null
    flight.stats?.begin()
    call.asker.flight = flight
    flight.onEnd = this.#guards.trace(call, node)
    node.load.inFlight++
    node.counts.sumCount++
    service.counts.sumCount++
    service.apiStation.counts.sumCount++
    if (station.row !== null) station.row.counts.sumCount++
    if (call.asker.peer !== null) call.asker.peer.askedCount++
    this.#line.add(flight)
    if (this.#timer === undefined) this.#watch()
    station.send(kSersRequest, kSersCall, flight.slot, flight.generation, payload)
  }

  /** The payload as the node gets it; byte for byte where nothing has changed. */
  #requestFor(call: SersCall, node: Node): Buffer | null {
    const { payload, files, mode } = call
    const { nodeMode } = node.station
    const isOther = nodeMode !== mode
    const isRewritten = node.service.isWildcard && call.route !== node.route
    if (!isOther && !isRewritten && !call.isChanged) return payload
    if (isOther) this.counts.translated++
    const first =
      isOther || call.isChanged
        ? writeRpcData(
            {
              ...(isOther ? withObjects(call.data) : call.data),
              ...(isRewritten ? { route: node.route } : {}),
            },
            nodeMode,
          )
        : withRoute(call.first, mode, node.route)
    return first === null ? null : withFirstFile(payload, files[1], first)
  }

  // ---- the way back

  /** A station answers. */
  onReply(station: Peer, slot: number, generation: number, payload: Buffer): void {
    const flight = station.slots.find(slot, generation)
    if (flight === undefined) {
      this.counts.lateReplies++
      return
    }
    const { asker, node } = flight
    const ranges = fileRanges(payload)
    if (ranges === null) {
      this.counts.badReplies++
      this.#end(flight, errorReply(kSersErrors.internal, asker.mode), true)
      return
    }
    let reply = payload
    if (ranges.length < 4) {
      reply = ranges.length === 0 ? writeFiles([kEmpty, kEmpty]) : Buffer.concat([payload, kNoFile])
    }
    const hasData = ranges.length > 0 && ranges[1] - ranges[0] > kEmptyObjectBytes
    if (!hasData) {
      const isError = ranges.length >= 4 && isFailureValue(reply, ranges[2], ranges[3])
      const isOtherMode =
        asker.mode !== node.station.nodeMode && ranges.length > 0 && ranges[1] > ranges[0]
      this.#end(flight, isOtherMode ? withFirstFile(reply, ranges[1], kEmpty) : reply, isError)
      return
    }
    this.#endWithData(flight, reply, ranges[1])
  }

  #endWithData(flight: InFlight, reply: Buffer, firstEnd: number): void {
    const { asker } = flight
    const reading = readRpcData(reply.subarray(kLengthBytes, firstEnd))
    if (!reading.ok) {
      // What nobody here can read is handed on to a connection that speaks the same, as the original does.
      const isSame = asker.peer !== null && asker.mode === flight.node.station.nodeMode
      if (!isSame) this.counts.badReplies++
      this.#end(flight, isSame ? reply : errorReply(kSersErrors.internal, asker.mode), !isSame)
      return
    }
    const isError = isFailure(reading.data)
    const data = asker.peer?.doublesPercent === true ? doublePercent(reading.data) : reading.data
    if (data === reading.data && reading.mode === asker.mode) {
      this.#end(flight, reply, isError)
      return
    }
    if (reading.mode !== asker.mode) this.counts.translated++
    const first = writeRpcData(data, asker.mode)
    if (first === null) this.#end(flight, errorReply(kSersErrors.internal, asker.mode), true)
    else this.#end(flight, withFirstFile(reply, firstEnd, first), isError)
  }

  /** Ends a call: the one place where it leaves the books. */
  #end(flight: InFlight, reply: Buffer, isError: boolean): void {
    this.#release(flight, isError)
    flight.onEnd?.(reply)
    this.answer(flight.asker, reply)
  }

  #release(flight: InFlight, isError: boolean): void {
    const { node, asker } = flight
    const { service, station } = node
    flight.isOver = true
    station.slots.remove(flight)
    this.#line.remove(flight)
    node.load.inFlight--
    flight.stats?.end((this.#clock.nowMs() - flight.startMs) * kUsPerMs, isError)
    if (asker.peer !== null) asker.peer.askedCount--
    if (!isError) return
    node.counts.errorCount++
    service.counts.errorCount++
    service.apiStation.counts.errorCount++
    if (station.row !== null) station.row.counts.errorCount++
  }

  /** Answers a call without a node. */
  refuse(call: SersCall, error: SsError): void {
    this.counts.refused++
    this.answer(call.asker, errorReply(error, call.asker.mode))
  }

  /** Hands a reply to whoever waits for it. */
  answer(asker: Asker, reply: Buffer): void {
    if (asker.peer === null) asker.settle?.(reply)
    else asker.peer.send(kSersReply, kSersCall, asker.keyLow, asker.keyHigh, reply)
  }

  // ---- calls without a reply

  /** A connection is over: its callers are told at once, and what it asked is forgotten. */
  onGone(peer: Peer): void {
    for (const flight of peer.slots.all()) {
      this.counts.lost++
      this.#end(flight, errorReply(kSersErrors.stationLost, flight.asker.mode), true)
    }
    for (let flight = this.#line.first; flight !== null && peer.askedCount > 0; ) {
      const { next } = flight
      if (flight.asker.peer === peer) this.#release(flight, false)
      flight = next
    }
  }

  /** Nobody waits for a call any more. */
  abandon(asker: Asker): void {
    const { flight } = asker
    if (flight !== null && !flight.isOver) this.#release(flight, false)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  // A timer that is set already fires no later than any call that came after it.
  #watch(): void {
    const { first } = this.#line
    if (first === null) return
    const waitMs = first.startMs + this.#options.requestTimeoutMs - this.#clock.nowMs()
    this.#timer = setTimeout(() => this.#expire(), Math.min(Math.max(1, waitMs), kTimerMsMax))
    this.#timer.unref()
  }

  #expire(): void {
    this.#timer = undefined
    const deadlineMs = this.#clock.nowMs() - this.#options.requestTimeoutMs
    for (let flight = this.#line.first; flight !== null && flight.startMs <= deadlineMs; ) {
      const { next } = flight
      this.counts.timeouts++
      this.#end(flight, errorReply(kSersErrors.timeout, flight.asker.mode), true)
      flight = next
    }
    this.#watch()
  }
}

/** Records say nothing of empty objects; stations of JavaScript read `http.method` blindly. */
function withObjects(data: RpcData): RpcData {
  return { ...data, caller: data.caller ?? {}, http: data.http ?? {} }
}

const kLengthBytes = 4
const kNoFile = Buffer.alloc(kLengthBytes)
/** `{}`, as JavaScript stations send it: nothing to read. */
const kEmptyObjectBytes = 2
/** Longest wait that a timer of Node takes. */
const kTimerMsMax = 2 ** 31 - 1
