// The center of Sers: every connection, the table of their services, and what the center answers itself. One thread owns it.
//
// Reading order: onConnection, then what Peer asks of its host; a call goes on in call-path.ts.

import { randomUUID } from 'node:crypto'
import { systemClock } from '../base/clock.js'
import { errorReply, kSersErrors } from '../wire/sers/answers.js'
import { readFiles, writeFiles } from '../wire/sers/files.js'
import { parseObject, textOf, writeRpcData, writeRpcJson } from '../wire/sers/rpc-data.js'
import { Beats } from './beats.js'
import { CallPath } from './call-path.js'
import { Gover } from './gover.js'
import { goverPage, goverPageAt, kGoverPageHeaders } from './gover-page.js'
import { healthInfo, ownDevice } from './health.js'
import { Identity } from './identity.js'
import type { Asker, Settle } from './in-flight.js'
import type { SersOptions, SersSecret } from './options.js'
import { Peer, type PeerHost } from './peer.js'
import { QpsMeter } from './qps-meter.js'
import { RateLimits } from './rate-limits.js'
import { newRid } from './rid.js'
import { Secrets } from './secrets.js'
import { argumentOf, type Origin, readCall, SersCall } from './sers-call.js'
import { type Node, SersTable, type Service } from './sers-table.js'
import type { ServedFiles } from './served-files.js'
import { StationBook } from './station-book.js'
import { type StationRow, sersTime, withoutNulls } from './station-row.js'
import { kUsageTitle, Topics } from './topics.js'
import { onUsage } from './usage.js'
import type { Wire } from './wire.js'

type Members = Readonly<Record<string, unknown>>

/** What happens around the hub. */
export type HubEvents = {
  info(text: string): void
  warn(text: string): void
  /** A line of the audit log. */
  audit(line: Members): void
  /** Nodes of a connection have come or changed; `before` were there until now. */
  onNodes(peer: Peer, before: readonly Node[]): void
  onGone(peer: Peer, nodes: readonly Node[]): void
  /** Carries a call to stations that are no connections of Sers. @returns false when there is nobody. */
  callOut(call: SersCall, service: Service | null): boolean
  trace(call: SersCall, node: Node): ((reply: Buffer) => void) | null
  /** Limits were changed by the Gover API. */
  onLimits(): void
}

const kUncertifiedFrameBytesMax = 64 * 1024
const kRegister = '/_sys_/serviceStation/regist'
const kUpdate = '/_sys_/serviceStation/updateStationInfo'
/** Decimal keys of connections: within int32, and none is used twice. */
const kFirstKey = 1_000_000
const kKeyMax = 2 ** 31 - 1

export class Hub implements PeerHost {
  readonly uncertifiedFrameBytesMax: number
  readonly frameBytesMax: number
  readonly waitingBytesMax: number
  readonly options: SersOptions
  readonly table: SersTable
  readonly topics: Topics
  readonly limits: RateLimits
  readonly stations: StationBook
  readonly paths: CallPath
  readonly peers = new Set<Peer>()
  #files: ServedFiles | null = null
  readonly #events: HubEvents
  readonly #beats: Beats
  readonly #secrets: Secrets
  readonly #gover: Gover
  readonly #identity: Identity
  readonly #qps: QpsMeter
  readonly #own: Peer
  /** Row of the center itself. */
  readonly #ownStation: StationRow
  readonly #certifying = new Map<Peer, NodeJS.Timeout>()
  readonly #uncertifiedByAddress = new Map<string, number>()
  readonly #dirty: Peer[] = []
  #isFlushAsked = false
  #nextKey = kFirstKey

  constructor(options: SersOptions, events: HubEvents) {
    this.options = options
    this.#events = events
    this.uncertifiedFrameBytesMax = Math.min(kUncertifiedFrameBytesMax, options.frameBytesMax)
    this.frameBytesMax = options.frameBytesMax
    this.waitingBytesMax = options.waitingBytesMax
    this.table = new SersTable(options.ignoresMethod)
    this.topics = new Topics(options)
    this.limits = new RateLimits(systemClock)
    this.stations = new StationBook(options, this.table, this.topics, events)
    this.#secrets = new Secrets(options.secrets, systemClock)
    this.#identity = new Identity(
      options.hooks,
      (...asked) => this.askInside(...asked),
      (text) => events.warn(text),
    )
    this.#gover = new Gover({
      access: options.goverAccess,
      table: this.table,
      stations: this.stations,
      limits: this.limits,
      own: () => this.#ownRow(),
      health: healthInfo,
      audit: (line) => events.audit(line),
      onLimits: () => events.onLimits(),
    })
    this.#beats = new Beats(options.beat, systemClock)
    this.paths = new CallPath(options, this.table, systemClock, {
      limit: (call) => this.limits.judge(call),
      answerOwn: (call) => this.#answerOwn(call),
      identify: (call) => this.#identity.identify(call),
      callOut: (call, service) => events.callOut(call, service),
      trace: (call, node) => events.trace(call, node),
    })
    this.#own = new Peer(this.#newKey(), kOwnWire, options.mode, this)
    this.#ownStation = this.#registerOwn()
    this.#qps = new QpsMeter(this.table, () => [
      ...[...this.stations.peers.values()].flatMap(({ row }) => (row === null ? [] : [row])),
      this.#ownStation,
    ])
    this.topics.listen(kUsageTitle, (body) => onUsage(body, this.stations.peers.values()))
  }

  // ---- connections

  /** Takes a connection of a carrier; null when there is no room for it. */
  onConnection(wire: Wire): Peer | null {
    const { connectionsMax, uncertifiedMax, uncertifiedPerAddressMax } = this.options
    const fromHere = this.#uncertifiedByAddress.get(wire.address) ?? 0
    if (
      this.peers.size >= connectionsMax ||
      this.#certifying.size >= uncertifiedMax ||
      fromHere >= uncertifiedPerAddressMax
    ) {
      this.#events.warn(`a connection of ${wire.address} is refused: too many are open`)
      wire.cut()
      return null
    }
    const peer = new Peer(this.#newKey(), wire, this.options.mode, this)
    this.peers.add(peer)
    const timer = setTimeout(
      () => peer.close('it named no secret in time'),
      this.options.certifyTimeoutMs,
    )
    timer.unref()
    this.#certifying.set(peer, timer)
    this.#uncertifiedByAddress.set(wire.address, fromHere + 1)
    return peer
  }

  aliveNowMs(): number {
    return this.#beats.nowMs
  }

  certify(_peer: Peer, secret: Buffer): SersSecret | null {
    return this.#secrets.find(secret)
  }

  /**
   * Whether somebody who comes by HTTP names an administrator's secret.
   *
   * @returns 'wait' for an address that was wrong too often, whatever it says now.
   */
  judgeAdmin(address: string, secret: string): 'yes' | 'no' | 'wait' {
    if (this.#secrets.isPenalized(address)) return 'wait'
    if (this.#secrets.find(Buffer.from(secret))?.role === 'admin') return 'yes'
    this.#secrets.noteFailure(address)
    this.#events.warn(`a wrong secret of an administrator from ${address}`)
    return 'no'
  }

  onRefused(peer: Peer, answer: () => void): void {
    const waitMs = this.#secrets.noteFailure(peer.wire.address)
    this.#events.warn(`a wrong secret from ${peer.wire.address || 'this machine'}`)
    if (waitMs === 0) answer()
    else setTimeout(answer, waitMs).unref()
  }

  onCertified(peer: Peer): void {
    this.#stopCertifying(peer)
    this.#beats.add(peer)
  }

  onCall(peer: Peer, keyLow: number, keyHigh: number, payload: Buffer): void {
    const reading = readCall(payload)
    const mode = reading.mode ?? peer.mode
    const asker: Asker = { peer, keyLow, keyHigh, mode, settle: null, flight: null }
    if (!reading.ok) {
      this.paths.answer(asker, errorReply(reading.error, mode))
      return
    }
    peer.mode = mode
    this.paths.ask(new SersCall(asker, originOf(peer), reading))
  }

  onReply(peer: Peer, slot: number, generation: number, payload: Buffer): void {
    this.paths.onReply(peer, slot, generation, payload)
  }

  onMessage(peer: Peer, payload: Buffer): void {
    this.topics.onMessage(peer, payload)
  }

  onDirty(peer: Peer): void {
    this.#dirty.push(peer)
    if (this.#isFlushAsked) return
    this.#isFlushAsked = true
    queueMicrotask(this.#flush)
  }

  onEnd(peer: Peer, reason: string): void {
    this.peers.delete(peer)
    this.#stopCertifying(peer)
    this.#beats.remove(peer)
    this.topics.forget(peer)
    this.stations.forget(peer)
    this.paths.onGone(peer)
    this.#events.info(`connection ${peer.id} of ${peer.wire.address} is over: ${reason}`)
  }

  // Once for all that one chunk caused: what goes to one connection leaves in one write.
  readonly #flush = (): void => {
    this.#isFlushAsked = false
    for (const peer of this.#dirty.splice(0)) peer.flush()
  }

  #stopCertifying(peer: Peer): void {
    const timer = this.#certifying.get(peer)
    if (timer === undefined) return
    clearTimeout(timer)
    this.#certifying.delete(peer)
    const { address } = peer.wire
    const left = (this.#uncertifiedByAddress.get(address) ?? 1) - 1
    if (left === 0) this.#uncertifiedByAddress.delete(address)
    else this.#uncertifiedByAddress.set(address, left)
  }

  // ---- calls that no connection makes

  /**
   * Makes a call of the center's own or of another carrier.
   *
   * @param data RpcContextData; its members are in the order in which they are written.
   * @param before hooks of the carrier, which run before those of the center.
   * @returns who waits; for {@link CallPath.abandon}.
   */
  ask(
    data: Members,
    value: Uint8Array,
    origin: Origin,
    settle: Settle,
    before: Identity | null = null,
  ): Asker {
    return this.#askAs(data, value, origin, settle, async (call) => {
      const error = (await before?.identify(call)) ?? null
      if (error === null) this.paths.ask(call)
      else this.paths.refuse(call, error)
    })
  }

  #askAs(
    data: Members,
    value: Uint8Array,
    origin: Origin,
    settle: Settle,
    run: (call: SersCall) => unknown,
  ): Asker {
    const payload = writeFiles([writeRpcJson(data), value])
    const asker: Asker = { peer: null, keyLow: 0, keyHigh: 0, mode: 'json', settle, flight: null }
    const reading = readCall(payload)
    if (reading.ok) run(new SersCall(asker, origin, reading))
    else this.paths.answer(asker, errorReply(reading.error, 'json'))
    return asker
  }

  /** The same for a node that somebody has picked. */
  askNode(data: Members, value: Uint8Array, origin: Origin, node: Node, settle: Settle): Asker {
    return this.#askAs(data, value, origin, settle, (call) => this.paths.askNode(call, node))
  }

  /** A call of the center's own. @returns the value of its reply. */
  askInside(route: string, method: string, value: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      const caller = { rid: newRid(), source: 'Internal' }
      const http = { url: `http://sers.internal${route}`, method }
      this.ask({ route, caller, http }, value, kInside, (reply) => {
        resolve(readFiles(reply)?.[1] ?? Buffer.alloc(0))
      })
    })
  }

  #answerOwn(call: SersCall): boolean {
    const { route } = call
    const { asker } = call
    const isGover = route.startsWith('/_gover_/')
    if (this.#files?.has(route) === true) {
      this.#files.answer(route, asker.mode, this.frameBytesMax / 2).then(
        (reply) => this.paths.answer(asker, reply),
        () => this.paths.answer(asker, errorReply(kSersErrors.internal, asker.mode)),
      )
      return true
    }
    if (!isGover && !route.startsWith('/_sys_/')) return false
    const name = goverPageAt(route)
    if (name !== null) {
      const r = textOf(parseObject(argumentOf(call).toString())?.r) ?? ''
      const page = Buffer.from(goverPage(this, name, this.#gover.mayGovern(call), r))
      const data = writeRpcData(
        { http: { statusCode: 200, headers: kGoverPageHeaders } },
        asker.mode,
      )
      this.paths.answer(asker, writeFiles([data ?? Buffer.alloc(0), page]))
      return true
    }
    const service = this.table.services.get(` ${route}`)
    const reply = isGover ? this.#gover.answer(call) : this.#answerSys(call)
    if (service !== undefined) {
      const { counts } = this.#ownStation
      for (const one of [service.counts, service.apiStation.counts, counts]) one.sumCount++
    }
    this.paths.answer(call.asker, reply)
    return true
  }

  #answerSys(call: SersCall): Buffer {
    if (call.route === kRegister) return this.stations.register(call)
    if (call.route === kUpdate) return this.stations.update(call)
    return errorReply(kSersErrors.notFound, call.asker.mode)
  }

  // ---- the center as a station of its own

  #registerOwn(): StationRow {
    const described: [string, Members][] = [
      ...[...this.#gover.routes].map(([route, { name, description }]): [string, Members] => [
        route,
        { name, description },
      ]),
      [kRegister, { name: 'regist', description: 'registers a station' }],
      [
        kUpdate,
        { name: 'updateStationInfo', description: 'replaces what a station says of itself' },
      ],
    ]
    const row: StationRow = {
      connKey: this.#own.id,
      connectionIp: '',
      startTime: sersTime(new Date()),
      counts: { sumCount: 0, errorCount: 0 },
      stationInfo: {
        serviceStationKey: randomUUID().replaceAll('-', '').toUpperCase(),
        ...withoutNulls(this.options.stationInfo),
        serviceStationName: this.options.stationName,
      },
      deviceInfo: ownDevice(),
      nodes: [],
      qps: 0,
      qpsCount: 0,
      usage: null,
      process: null,
    }
    this.#own.row = row
    for (const [route, said] of described) this.#addOwn(row, route, said)
    return row
  }

  #addOwn(row: StationRow, route: string, said: Members): void {
    const service = this.table.serviceOf('', route)
    const description = { route, ...said }
    service.description = description
    const node: Node = {
      service,
      station: this.#own,
      route,
      description,
      refuses: null,
      counts: { sumCount: 0, errorCount: 0 },
      load: { inFlight: 0 },
      stats: null,
    }
    row.nodes.push(node)
    this.table.add(node)
    this.table.refresh(service)
  }

  /** Answers calls for files of these folders. */
  serve(files: ServedFiles): void {
    this.#files = files
    for (const { path, name } of files.folders) {
      this.#addOwn(this.#ownStation, `${path}/*`, { name, description: 'files' })
    }
  }

  /** Folders of the center itself; null before they are open. */
  get files(): ServedFiles | null {
    return this.#files
  }

  /** As other rows it says how its machine is where it reports that at all. */
  #ownRow(): StationRow {
    if (this.options.usageIntervalMs === 0) return this.#ownStation
    const { usageStatus, Process } = healthInfo()
    return Object.assign(this.#ownStation, { usage: usageStatus, process: Process })
  }

  #newKey(): number {
    const key = this.#nextKey
    this.#nextKey = key >= kKeyMax ? kFirstKey : key + 1
    return key
  }

  /** Closes every connection. */
  close(): void {
    this.#qps.close()
    this.#beats.close()
    this.#identity.close()
    for (const peer of this.peers) peer.end('the center ends')
    this.paths.close()
  }
}

const kInside: Origin = {
  address: '',
  isTrusted: true,
  isAdmin: false,
  isLocal: true,
  isCounted: true,
}

/** A connection that goes nowhere: the center's own. */
const kOwnWire: Wire = {
  kind: 'pipe',
  address: '',
  isLocal: true,
  waitingBytes: 0,
  wantsSingleWrites: false,
  send: () => {},
  end: () => {},
  cut: () => {},
}

function originOf({ wire, role }: Peer): Origin {
  return {
    address: wire.address,
    isTrusted: role !== 'edge',
    isAdmin: role === 'admin',
    isLocal: wire.isLocal,
    isCounted: true,
  }
}
