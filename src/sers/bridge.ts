// Makes Sers and the rest of the center one: each registered connection is a station of the center with a link of its own,
// and what no connection of Sers offers is called through the center.

import { systemClock } from '../base/clock.js'
import { kCallTimeoutMsMax, kStatsBlocksPerChunk } from '../base/limits.js'
import { Gates } from '../data/admission.js'
import { shareThreadLoop } from '../ring/reader-loop.js'
import type { Call } from '../station/call.js'
import { LinkSession } from '../station/link-session.js'
import { Station } from '../station/station.js'
import { type MemoryLinkPlan, openMemoryLink } from '../transport/memory-link.js'
import { isReservedPath } from '../wire/reserved-paths.js'
import { errorReply, kSersErrors } from '../wire/sers/answers.js'
import { textOf } from '../wire/sers/rpc-data.js'
import { countBegin, countEnd, kStatsBlockWords } from '../wire/stats-block.js'
import {
  dataOf,
  requestOf,
  sersReplyOf,
  ssErrorOf,
  stationReply,
  valueOfCall,
} from './foreign-calls.js'
import type { Hub } from './hub.js'
import type { Asker } from './in-flight.js'
import type { Peer } from './peer.js'
import { sersRoute, signalboxRoute, withoutDots } from './route-names.js'
import type { Origin, SersCall } from './sers-call.js'
import type { SersRouteState } from './sers-messages.js'
import type { Node, NodeStats, Service } from './sers-table.js'

/** Asks the main thread for a link to the dispatcher. */
export type LinkMaker = (who: {
  readonly name: string
  readonly version: string
}) => Promise<{ readonly ticket: number; readonly plan: MemoryLinkPlan }>

type LinkKey = { readonly link: number; readonly generation: number }

/** A connection as a station of the center. */
type Mirror = {
  readonly peer: Peer
  readonly nodes: ReadonlyMap<string, Node>
  readonly leave: () => Promise<void>
  readonly ticket: number
  readonly life: Life
}

/** When the station leaves, its blocks of statistics become somebody else's. */
type Life = { isOver: boolean }

const kCallerName = 'sers'
const kNameCharactersMax = 200
/** Connections that are stations of the center, too: each has rings and four descriptors of its own. */
const kMirrorsMax = 1_000

export class Bridge {
  readonly #hub: Hub
  readonly #makeLink: LinkMaker
  readonly #gates: Gates
  readonly #warn: (text: string) => void
  readonly #chunks: Float64Array[] = []
  readonly #mirrors = new Map<Peer, Mirror>()
  /** One change of a connection after the other. */
  readonly #changes = new Map<Peer, Promise<void>>()
  readonly #links = new Map<string, Mirror>()
  readonly #keyOfTicket = new Map<number, LinkKey>()
  /** What the center said of routes, by route. */
  readonly #states = new Map<string, SersRouteState>()
  #foreignRouteCount = 0
  #caller: Station | null = null
  #leaveCaller: () => Promise<void> = async () => {}

  constructor(
    hub: Hub,
    makeLink: LinkMaker,
    gates: SharedArrayBuffer,
    warn: (text: string) => void,
  ) {
    this.#hub = hub
    this.#makeLink = makeLink
    this.#gates = new Gates(gates)
    this.#warn = warn
  }

  /** Joins the center, to call. Rejects when it cannot. */
  async open(): Promise<void> {
    const station = new Station({ name: kCallerName, onEvent: () => {} })
    this.#leaveCaller = (await this.#join(station)).leave
    this.#caller = station
  }

  /** Leaves with every station. */
  async close(): Promise<void> {
    const mirrors = [...this.#mirrors.values()]
    this.#mirrors.clear()
    await Promise.allSettled([this.#leaveCaller(), ...mirrors.map(({ leave }) => leave())])
  }

  // ---- connections of Sers as stations

  /** The nodes of a connection have changed: it becomes a station with these, and is none with the former ones. */
  onNodes(peer: Peer): void {
    this.#change(peer, async () => {
      const before = this.#mirrors.get(peer)
      if (before === undefined && this.#mirrors.size >= kMirrorsMax) {
        const { size } = this.#mirrors
        this.#warn(`connection ${peer.id} is for callers of Sers alone: ${size} have links already`)
        return
      }
      const nodes = peer.row?.nodes ?? []
      if (!peer.isOpen || nodes.length === 0) return
      // The new one first, so that no call finds nobody in between.
      const mirror = await this.#mirror(peer, nodes)
      this.#mirrors.set(peer, mirror)
      await before?.leave()
      if (!peer.isOpen) await this.#drop(peer)
    })
  }

  onGone(peer: Peer): void {
    this.#change(peer, () => this.#drop(peer))
  }

  async #drop(peer: Peer): Promise<void> {
    const mirror = this.#mirrors.get(peer)
    this.#mirrors.delete(peer)
    await mirror?.leave()
  }

  #change(peer: Peer, run: () => Promise<void>): void {
    const before = this.#changes.get(peer) ?? Promise.resolve()
    const after = before.then(run).catch((error: unknown) => {
      this.#warn(`connection ${peer.id} is no station of the center: ${String(error)}`)
    })
    this.#changes.set(peer, after)
    void after.then(() => {
      if (this.#changes.get(peer) === after) this.#changes.delete(peer)
    })
  }

  async #mirror(peer: Peer, nodes: readonly Node[]): Promise<Mirror> {
    const info = peer.row?.stationInfo ?? {}
    const name = (textOf(info.serviceStationName) || kCallerName).slice(0, kNameCharactersMax)
    const version = (textOf(info.stationVersion) ?? '').slice(0, kNameCharactersMax)
    const station = new Station({ name, version, onEvent: () => {} })
    const byRoute = new Map<string, Node>()
    const left: string[] = []
    for (const node of nodes) {
      const route = signalboxRoute(node.service.method, node.route)
      if (route === null) left.push(node.route)
      else if (!byRoute.has(route)) {
        byRoute.set(route, node)
        const description =
          textOf(node.description.description) ?? textOf(node.description.name) ?? ''
        station.route(route, { bodyAs: 'raw', description }, (call: Call) =>
          this.#onCall(call, node),
        )
      }
    }
    if (left.length > 0) {
      const shown = left.slice(0, 3).map((route) => route.slice(0, 80))
      this.#warn(
        `${left.length} routes of ${name} are for callers of Sers alone: ${shown.join(', ')}`,
      )
    }
    const { leave: leaveCenter, ticket } = await this.#join(station)
    const life: Life = { isOver: false }
    const leave = () => {
      life.isOver = true
      return leaveCenter()
    }
    const mirror = { peer, nodes: byRoute, leave, ticket, life }
    const key = this.#keyOfTicket.get(ticket)
    if (key !== undefined) this.#links.set(textOfKey(key), mirror)
    for (const route of byRoute.keys()) this.#applyStats(route)
    return mirror
  }

  async #join(station: Station): Promise<{ leave: () => Promise<void>; ticket: number }> {
    const { name, version } = station
    const { ticket, plan } = await this.#makeLink({ name, version })
    let session: LinkSession | null = null
    const { loop, rouse, leave: leaveLoop } = shareThreadLoop(() => session?.turn() ?? 0)
    try {
      const end = openMemoryLink(plan, loop)
      end.reader.onRung = rouse
      session = new LinkSession(end, station.offers, systemClock, 0, {
        onLost: (error) => this.#warn(`the link of ${name} is lost: ${error.message}`),
        onGoodbye: () => {},
        onHandlerError: () => {}, // told to the caller
      })
      await station.adopt(session, session.caller)
    } catch (error) {
      leaveLoop()
      throw error
    }
    const leave = async () => {
      this.#forgetTicket(ticket)
      await station.leave()
      leaveLoop()
    }
    return { leave, ticket }
  }

  #forgetTicket(ticket: number): void {
    const key = this.#keyOfTicket.get(ticket)
    if (key !== undefined) this.#links.delete(textOfKey(key))
    this.#keyOfTicket.delete(ticket)
  }

  /** A station of the center calls a node. */
  async #onCall(call: Call, node: Node): Promise<unknown> {
    // Stations of Sers put the tail of an address to the name of a folder.
    if (withoutDots(call.path) !== call.path) {
      return stationReply(errorReply(kSersErrors.notFound, 'json'))
    }
    const value = await valueOfCall(call, this.#hub.frameBytesMax)
    if (value === null) return stationReply(errorReply(kSersErrors.tooLarge, 'json'))
    const route = node.service.isWildcard ? sersRoute(call.path) : node.route
    const outside = this.#hub.options.http?.callerSource ?? 'Outside'
    return new Promise((resolve) => {
      const settle = (reply: Buffer) => {
        call.signal.removeEventListener('abort', abandon)
        resolve(stationReply(reply))
      }
      const data = dataOf(call, route, outside)
      const asker: Asker = this.#hub.askNode(data, value, originOf(call), node, settle)
      const abandon = () => this.#hub.paths.abandon(asker)
      call.signal.addEventListener('abort', abandon, { once: true })
    })
  }

  // ---- the rest of the center

  /** Carries a call to whoever offers its route outside of Sers. @returns false when nobody can. */
  callOut(call: SersCall, service: Service | null): boolean {
    const station = this.#caller
    if (station === null || (service === null && this.#foreignRouteCount === 0)) return false
    if (isReservedPath(call.route)) return false
    const { requestTimeoutMs } = this.#hub.options
    const made = requestOf(call, Math.min(requestTimeoutMs, kCallTimeoutMsMax))
    if (made === null) return false
    const { asker } = call
    void station
      .request(made.route, made.request)
      .then((reply) => sersReplyOf(reply, asker.mode))
      .catch((error: unknown) => errorReply(ssErrorOf(error), asker.mode))
      .then((reply) => this.#hub.paths.answer(asker, reply))
    return true
  }

  /** The link of a ticket is open. */
  onLinked(ticket: number, key: LinkKey): void {
    this.#keyOfTicket.set(ticket, key)
    for (const mirror of this.#mirrors.values()) {
      if (mirror.ticket === ticket) this.#links.set(textOfKey(key), mirror)
    }
  }

  /** The center's routes have changed. */
  onRoutes(states: readonly SersRouteState[], chunks: readonly SharedArrayBuffer[]): void {
    for (const chunk of chunks) this.#chunks.push(new Float64Array(chunk))
    for (const state of states) {
      // What the center offers itself is for those who ask it in its own words.
      if (isReservedPath(state.route.slice(state.route.indexOf(' ') + 1))) continue
      const before = this.#states.get(state.route)
      if (state.nodes.length + state.foreignCount === 0) this.#states.delete(state.route)
      else this.#states.set(state.route, state)
      this.#applyForeign(state, before?.foreignCount ?? 0)
      this.#applyStats(state.route)
    }
  }

  #applyForeign({ route, foreignCount, description }: SersRouteState, before: number): void {
    this.#foreignRouteCount += Number(foreignCount > 0) - Number(before > 0)
    if (foreignCount === 0 && before === 0) return
    const space = route.indexOf(' ')
    const method = space < 0 ? '' : route.slice(0, space)
    const path = route.slice(space + 1)
    // Parameters are no words of Sers: such routes are found by asking the center.
    if (path.includes('/:')) return
    const { table } = this.#hub
    const service = table.serviceOf(method, sersRoute(path))
    service.foreignCount = foreignCount
    if (Object.keys(service.description).length === 0 && foreignCount > 0) {
      const config = method === '' ? {} : { extendConfig: { httpMethod: method } }
      service.description = { route: service.route, name: path, description, ...config }
    }
    table.refresh(service)
    if (foreignCount === 0 && service.nodes.length === 0 && before > 0) table.forget(service)
  }

  /** Nodes of a route count where the center reads, and obey its limits, breakers and pauses. */
  #applyStats(route: string): void {
    const state = this.#states.get(route)
    if (state === undefined) return
    const touched = new Set<Service>()
    for (const { link, generation, statsBlock, isActive } of state.nodes) {
      const mirror = this.#links.get(textOfKey({ link, generation }))
      const node = mirror?.nodes.get(route)
      if (mirror === undefined || node === undefined) continue
      node.stats = this.#statsOf(state.id, statsBlock, isActive, mirror.life)
      touched.add(node.service)
    }
    for (const service of touched) this.#hub.table.refresh(service)
  }

  #statsOf(route: number, block: number, isActive: boolean, life: Life): NodeStats | null {
    const words = this.#chunks[Math.floor(block / kStatsBlocksPerChunk)]
    if (words === undefined) return null
    const at = (block % kStatsBlocksPerChunk) * kStatsBlockWords
    const gates = this.#gates
    return {
      isActive,
      admit: () => gates.admit(route) === null,
      begin: () => {
        if (life.isOver) return
        countBegin(words, at)
      },
      end: (us, isError) => {
        if (!life.isOver) countEnd(words, at, us, isError)
      },
    }
  }
}

function originOf(call: Call): Origin {
  const isOutside = call.client !== undefined
  return {
    address: call.client ?? '',
    // What comes by HTTP was said by the gateway, which says no more than that.
    isTrusted: true,
    isAdmin: false,
    isLocal: !isOutside,
    isCounted: false,
  }
}

function textOfKey({ link, generation }: LinkKey): string {
  return `${link}.${generation}`
}
