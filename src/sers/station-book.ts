// Registered connections: their rows, their nodes, and the events that tell of them.

import { errorReply, kSersErrors, outcomeReply, successReply } from '../wire/sers/answers.js'
import type { Peer } from './peer.js'
import { type Registration, readRegistration, readSelf } from './registration.js'
import { compileRules } from './rules.js'
import { argumentOf, type SersCall, sourceOf } from './sers-call.js'
import type { Node, SersTable, Service } from './sers-table.js'
import { eventBody, type StationRow, sersTime } from './station-row.js'
import type { Topics } from './topics.js'

export type StationBookOptions = {
  readonly nodesPerConnectionMax: number
  readonly servicesMax: number
  readonly registrationBytesMax: number
  readonly cgatewaySafeHeaders: boolean
}

/** What else happens when stations come, change and go. */
export type StationEvents = {
  /** Its nodes are in the table. `before` were there until now. */
  onNodes(peer: Peer, before: readonly Node[]): void
  onGone(peer: Peer, nodes: readonly Node[]): void
  warn(text: string): void
}

const kEventPrefix = 'SersEvent.ServiceStation.'
const kCGatewayRule = /cgateway/i
const kTempNamesMax = 1_000_000_000

export class StationBook {
  /** In the order of registration. */
  readonly peers = new Map<number, Peer>()
  readonly #options: StationBookOptions
  readonly #table: SersTable
  readonly #topics: Topics
  readonly #events: StationEvents

  constructor(
    options: StationBookOptions,
    table: SersTable,
    topics: Topics,
    events: StationEvents,
  ) {
    this.#options = options
    this.#table = table
    this.#topics = topics
    this.#events = events
  }

  /** Answers /_sys_/serviceStation/regist. */
  register(call: SersCall): Buffer {
    const { peer, mode } = call.asker
    if (sourceOf(call.data) !== 'Internal' || peer === null) {
      return errorReply(kSersErrors.notAllowed, mode)
    }
    const refuse = (errorMessage: string) => {
      this.#events.warn(`a registration is refused: ${errorMessage}`)
      return errorReply({ ...kSersErrors.badRequest, errorMessage }, mode)
    }
    const value = argumentOf(call)
    const { registrationBytesMax, nodesPerConnectionMax } = this.#options
    if (value.length > registrationBytesMax) {
      return refuse(`a registration of ${value.length} bytes is over ${registrationBytesMax}`)
    }
    const said = readRegistration(value, nodesPerConnectionMax, peer.secret?.routes ?? null)
    if (typeof said === 'string') return refuse(said)
    if (peer.role === 'edge' && said.nodes.length > 0) {
      return errorReply(kSersErrors.notAllowed, mode)
    }
    peer.nodeMode = call.mode
    this.#take(peer, said)
    this.#tell('Add', peer)
    return successReply()
  }

  /** Answers /_sys_/serviceStation/updateStationInfo. */
  update(call: SersCall): Buffer {
    const { peer, mode } = call.asker
    const isKnown = peer?.role === 'edge' || sourceOf(call.data) === 'Internal'
    if (!isKnown) return errorReply(kSersErrors.notAllowed, mode)
    const row = peer?.row ?? null
    if (row === null) return outcomeReply(false)
    const said = readSelf(argumentOf(call))
    if (typeof said === 'string') {
      return errorReply({ ...kSersErrors.badRequest, errorMessage: said }, mode)
    }
    if (said.stationInfo !== null) row.stationInfo = namedInfo(said.stationInfo)
    if (said.deviceInfo !== null) row.deviceInfo = said.deviceInfo
    return successReply()
  }

  /** The connection is over, or is about to be. */
  forget(peer: Peer): void {
    const { row } = peer
    if (row === null || !this.peers.delete(peer.id)) return
    for (const node of row.nodes) this.#table.remove(node)
    this.#refresh(row.nodes)
    this.#tell('Remove', peer)
    this.#events.onGone(peer, row.nodes)
  }

  /** @returns false for a connection that is not registered. */
  setPaused(connKey: number, isPaused: boolean): boolean {
    const peer = this.peers.get(connKey)
    if (peer?.row === null || peer === undefined) return false
    if (peer.isPaused === isPaused) return true // nothing changes, and nobody is told
    peer.isPaused = isPaused
    this.#refresh(peer.row.nodes)
    this.#tell(isPaused ? 'Pause' : 'Start', peer)
    return true
  }

  /** @returns false for a name that nobody knows. */
  setApiStationPaused(name: string, isPaused: boolean): boolean {
    const apiStation = this.#table.apiStations.get(name)
    if (apiStation === undefined) return false
    apiStation.isPaused = isPaused
    for (const service of apiStation.services) this.#table.refresh(service)
    return true
  }

  /** Forgets services that nobody offers. @returns how many. */
  removeOffline(): number {
    const gone = [...this.#table.services.values()].filter(
      ({ nodes, foreignCount }) => nodes.length === 0 && foreignCount === 0,
    )
    for (const service of gone) this.#table.forget(service)
    return gone.length
  }

  // One turn of the thread: nobody sees the table between the old nodes and the new ones.
  #take(peer: Peer, said: Registration): void {
    const before = peer.row?.nodes ?? []
    const row = peer.row ?? this.#newRow(peer)
    row.stationInfo = namedInfo(said.stationInfo)
    row.deviceInfo = said.deviceInfo
    const known = new Map(before.map((node) => [node.service, node]))
    const nodes: Node[] = []
    for (const { method, route, description } of said.nodes) {
      const rules = compileRules(description)
      if (rules.fault !== null) {
        this.#events.warn(
          `${route} refuses every call, for its rules are malformed: ${rules.fault}`,
        )
      }
      const service = this.#table.serviceOf(method, route)
      service.description = description
      const former = known.get(service)
      nodes.push({
        service,
        station: peer,
        route,
        description,
        refuses: rules.refuses,
        counts: former?.counts ?? { sumCount: 0, errorCount: 0 },
        load: former?.load ?? { inFlight: 0 },
        stats: null,
      })
    }
    for (const node of before) this.#table.remove(node)
    // The newest comes first: within a registration the order does not matter.
    for (const node of nodes) this.#table.add(node)
    row.nodes = nodes
    peer.row = row
    const isCGateway = kCGatewayRule.test(JSON.stringify(said.stationInfo))
    peer.doublesPercent = isCGateway && this.#options.cgatewaySafeHeaders
    peer.wire.wantsSingleWrites = isCGateway
    this.peers.delete(peer.id)
    this.peers.set(peer.id, peer)
    this.#refresh([...before, ...nodes])
    if (this.#table.services.size > this.#options.servicesMax) {
      this.#events.warn(`${this.removeOffline()} services that nobody offers are forgotten`)
    }
    this.#events.onNodes(peer, before)
  }

  #newRow(peer: Peer): StationRow {
    return {
      connKey: peer.id,
      connectionIp: peer.wire.address,
      startTime: sersTime(new Date()),
      counts: { sumCount: 0, errorCount: 0 },
      stationInfo: {},
      deviceInfo: {},
      nodes: [],
      qps: 0,
      qpsCount: 0,
      usage: null,
      process: null,
    }
  }

  #refresh(nodes: readonly Node[]): void {
    const services = new Set<Service>(nodes.map(({ service }) => service))
    for (const service of services) this.#table.refresh(service)
  }

  #tell(what: 'Add' | 'Remove' | 'Pause' | 'Start', peer: Peer): void {
    const title = `${kEventPrefix}${what}`
    if (peer.row !== null && this.#topics.isWanted(title)) {
      this.#topics.publish(title, eventBody(peer.row))
    }
  }
}

/** A station without a key is given one that nobody else has. */
function namedInfo(info: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { serviceStationKey: key } = info
  if (key !== '') return info
  const number = Math.floor(Math.random() * kTempNamesMax)
  return { ...info, serviceStationKey: `tmp${number}` }
}
