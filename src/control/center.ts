// The center: composition root of the control plane. Main thread; careful rather than fast.
//
// Reading order: start(), then #onData: what the dispatch worker tells, and what follows from it.

import { systemClock } from '../base/clock.js'
import { centerError } from '../base/errors.js'
import {
  kDrainTimeoutMs,
  kMeasureTimeoutMs,
  kRejoinMinMs,
  kThreadEndTimeoutMs,
} from '../base/limits.js'
import { createLogger, type Logger } from '../base/logger.js'
import { within } from '../base/within.js'
import { createGateMemory, Gates } from '../data/admission.js'
import type { FromData } from '../data/messages.js'
import type { RouteNews } from '../data/route-news.js'
import type { ResolvedHttpOptions } from '../gateway/gateway-options.js'
import type { GatewayThreads } from '../gateway/gateway-threads.js'
import type { HttpEngine } from '../http/http-server.js'
import type { CallOptions } from '../station/call.js'
import type { RouteMap } from '../station/route-types.js'
import { Station } from '../station/station.js'
import type { OfferedRoute } from '../wire/control.js'
import { type Accounts, openAccounts } from './accounts.js'
import { AttachedStations } from './attached-stations.js'
import { centerGateway } from './center-gateway.js'
import { type CenterPart, CenterParts } from './center-parts.js'
import { CenterSers } from './center-sers.js'
import { CounterBook } from './counter-book.js'
import { openDataFolder } from './data-folder.js'
import { dispatchPlanOf, startDispatchThreads } from './dispatch-threads.js'
import { type Guest, Guests } from './guests.js'
import { LaneBook } from './lane-book.js'
import { LimitsBook } from './limits-book.js'
import { LocalTable } from './local-routes.js'
import { LocalTaps } from './local-taps.js'
import { MeasureBook, type Measures } from './measures.js'
import { type CenterOptions, type ResolvedCenterOptions, resolveCenterOptions } from './options.js'
import { type GuestPlan, Registry } from './registry.js'
import { mergeOptions, type Reload } from './reload.js'
import { type RingsReport, ringsByStation } from './rings.js'
import { RoutePublisher } from './route-publisher.js'
import { RouteWatchers } from './route-watch.js'
import { StationDesk } from './station-desk.js'
import { type DrainReport, drainStations } from './station-drain.js'
import {
  CenterStats,
  type FiguresReport,
  type FiguresView,
  type RouteOffer,
  type RouteReport,
  type ServiceReport,
  type StationReport,
} from './stats.js'
import { StatsBook } from './stats-book.js'
import { TapBook, type TapItem, type TapOptions } from './tap-book.js'
import {
  type CenterThreads,
  type DispatchThread,
  type StationThread,
  startStationThread,
} from './worker-pool.js'

/** A running center. */
export class Center {
  readonly name: string
  /** Path of the pipe. */
  readonly pipe: string
  /** Bound `host:port` for remote stations, or null. */
  stationAddress: string | null = null
  /** Bound `host:port` of the HTTP gateway, or null. */
  httpAddress: string | null = null
  /** The HTTP library in use, or null. */
  httpEngine: HttpEngine | null = null
  /** Why that library, in words for people; or null. */
  httpEngineReason: string | null = null
  /** Bound `host:port` of the registry for services that register over HTTP, and of its answers of DNS; or null. */
  srsrAddress: string | null = null
  dnsAddress: string | null = null
  /** Who may log in; null where there is neither a gateway nor a data folder. */
  accounts: Accounts | null = null
  /** Resolves when the center has ended; rejects when it died of an error of its own. */
  readonly ended: Promise<void>
  #options: ResolvedCenterOptions
  readonly #startDispatchThread: CenterThreads['startDispatchThread']
  readonly #log: Logger
  readonly #sers: CenterSers | null
  readonly #stats: StatsBook
  readonly #registry: Registry
  readonly #watchers: RouteWatchers
  readonly #gates: Gates
  readonly #gateMemory = createGateMemory()
  readonly #counters: CounterBook
  readonly #localRoutes: LocalTable
  readonly #taps: TapBook
  readonly #publisher: RoutePublisher
  readonly #limits: LimitsBook
  readonly #reports: CenterStats
  readonly #measures: MeasureBook
  readonly #lanes: LaneBook
  readonly #threads = new Set<StationThread>()
  readonly #attached: AttachedStations
  readonly #desk: StationDesk
  readonly #guests: Guests
  readonly #parts = new CenterParts()
  readonly #self = new Station({
    name: 'signalbox.center',
    onEvent: (event) => this.#log.debug(event),
  })
  #dispatch: DispatchThread | null = null
  #gateway: GatewayThreads | null = null
  #drained: ((inFlight: number) => void) | null = null
  #state: 'starting' | 'running' | 'draining' | 'ended' = 'starting'
  #settleEnded: { resolve: () => void; reject: (error: Error) => void }

  /** Made by {@link startCenterCore}. */
  constructor(options: ResolvedCenterOptions, threads: CenterThreads) {
    this.#options = options
    this.#startDispatchThread = threads.startDispatchThread
    this.name = options.name
    this.pipe = options.pipe
    this.#log = createLogger(options.log, options.name)
    this.#stats = new StatsBook(options.dispatchers)
    this.#counters = new CounterBook(options.dispatchers)
    this.#registry = new Registry(this.#stats)
    this.#watchers = new RouteWatchers(this.#registry)
    this.#gates = new Gates(this.#gateMemory)
    this.#localRoutes = new LocalTable(
      this.#gates,
      this.#stats,
      new LocalTaps(systemClock, (call) => this.#taps.onCall(call, 'main')),
    )
    this.#taps = new TapBook(this.#registry, systemClock, {
      openInData: (tap) => {
        this.#lanes.review()
        this.#dispatch?.post({ type: 'open-tap', tap })
      },
      closeInData: (id) => this.#dispatch?.post({ type: 'close-tap', id }),
      openInMain: (tap) => this.#localRoutes.openTap(tap),
      closeInMain: (id) => this.#localRoutes.closeTap(id),
    })
    this.#limits = new LimitsBook(this.#gates, this.#registry)
    const onDied = (error: Error) => this.#onFatal(error)
    this.#sers = CenterSers.of(options, this.#registry, this.#gateMemory, this.#log, onDied)
    if (this.#sers !== null) this.#parts.add(this.#sers)
    this.#lanes = new LaneBook({
      registry: this.#registry,
      stats: this.#stats,
      counters: this.#counters.own,
      clock: systemClock,
      ringBytes: options.ringBytes,
      native: options.lanes === 'off' ? null : threads.laneNative,
      isLimited: (route) => this.#limits.isLimited(route),
      isBreakerOpen: (route) => this.#limits.isBreakerOpen(route),
      isTapped: (route) => this.#taps.isTapped(route),
      post: (message) => this.#dispatch?.post(message),
      onTrouble: (reason) => this.#log.warn({ reason }, 'lane'),
    })
    const fold = () => this.#lanes.fold()
    this.#reports = new CenterStats(this.#registry, this.#stats, this.#counters, fold)
    this.#measures = new MeasureBook(options.name, this.#registry, this.#stats, this.#counters)
    this.#publisher = new RoutePublisher(
      this.#registry,
      this.#stats,
      this.#localRoutes,
      this.#watchers,
      (snapshot) => {
        this.#lanes.review()
        this.#dispatch?.post({ type: 'snapshot', snapshot })
      },
      this.#sers,
    )
    this.#attached = new AttachedStations(this.#localRoutes, this.#log, threads.shareLoop)
    this.#desk = new StationDesk(
      this.#registry,
      this.#publisher,
      this.#limits,
      this.#log,
      (message) => this.#dispatch?.post(message),
    )
    this.#guests = new Guests(this.#registry, this.#publisher, this.#limits)
    let settle = { resolve: () => {}, reject: (_error: Error) => {} }
    this.ended = new Promise((resolve, reject) => {
      settle = { resolve, reject }
    })
    this.ended.catch(() => {}) // whoever wants to know asks; nobody has to
    this.#settleEnded = settle
  }

  /** Starts the threads; once. */
  async start(): Promise<void> {
    const { pipe, ringBytes, dataDir, http, dev } = this.#options
    if (dataDir !== null) openDataFolder(dataDir)
    const starting = startDispatchThreads(
      this.#startDispatchThread,
      dispatchPlanOf(this.#options, this.#counters.memories, this.#gateMemory),
      (message) => this.#onData(message),
      (error) => this.#onFatal(error),
    )
    if (http !== null) {
      this.#gateway = centerGateway(http, starting, ringBytes, this.#log)
      this.#gateway.startAhead()
    }
    try {
      this.#dispatch = await starting
    } catch (error) {
      await this.#closeGateway(0)
      throw error
    }
    this.stationAddress = this.#dispatch.stationAddress
    this.#state = 'running'
    try {
      // After the listeners: a center that cannot start makes no account whose secret nobody would see.
      if (dataDir !== null || http !== null || dev)
        this.accounts = await openAccounts({ dataDir, isDev: dev })
      await this.attach(this.#self)
      await this.#sers?.open(this.#dispatch)
    } catch (error) {
      await this.close()
      throw error
    }
    this.#log.info({ pipe, station: this.stationAddress }, 'center is ready')
  }

  /**
   * Joins a station that lives in this thread: calls between it and others in this thread are function calls.
   *
   * Resolves when its routes are in force. Rejects with ERR_CLOSED, ERR_BAD_ROUTE.
   */
  async attach<Routes extends RouteMap>(station: Station<Routes>): Promise<void> {
    await station.prepare()
    if (this.#dispatch === null || this.#state === 'ended')
      throw centerError('ERR_CLOSED', { what: 'the center' })
    await this.#attached.attach(station, this.#dispatch, this.#options.ringBytes)
  }

  /** Takes in a part: its counters are among the center's, and it ends before the center does. */
  addPart(part: CenterPart): void {
    this.#parts.add(part)
  }

  /**
   * Lists somebody who has no link as a station; an attached one answers for it. See Guests.open.
   *
   * @throws CenterError ERR_NOT_FOUND, ERR_BAD_ROUTE, ERR_OVERLOADED.
   */
  openGuest(host: string, plan: GuestPlan, routes: readonly OfferedRoute[]): Guest {
    return this.#guests.open(host, plan, routes)
  }

  /** What somebody should know of a part of the center. */
  say(level: 'info' | 'warn', text: string): void {
    this.#log[level](text)
  }

  /**
   * Starts a module in a worker thread of the center; its station joins by itself.
   *
   * @param module URL of the module. Rejects with ERR_REFUSED when it cannot be loaded.
   */
  async startWorker(module: URL): Promise<StationThread> {
    if (this.#dispatch === null) throw centerError('ERR_CLOSED', { what: 'the center' })
    const thread = await startStationThread(module, this.#dispatch, this.#options.ringBytes)
    this.#threads.add(thread)
    void thread.ended.then(() => this.#threads.delete(thread))
    return thread
  }

  /**
   * Opens the HTTP gateway where the options want one; once, when the center's own routes are in force.
   *
   * Rejects with ERR_LISTEN, ERR_NO_HTTP_ENGINE, ERR_BAD_ARGUMENT.
   */
  async openGateway(): Promise<void> {
    const gateway = this.#gateway
    if (gateway === null) return
    await gateway.start()
    this.httpAddress = gateway.address
    this.httpEngine = gateway.engine
    this.httpEngineReason = gateway.engineReason
  }

  /** Bound addresses of Sers, those of its HTTP with `http` before them; empty where Sers is not spoken. */
  get sersAddresses(): readonly string[] {
    return this.#sers?.addresses ?? []
  }

  /** Calls a route; see Station.call. */
  call(route: string, body?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#self.call(route, body, options)
  }

  /** Stations, in the order of their links. */
  stations(): readonly StationReport[] {
    return this.#reports.stations()
  }

  /** Routes by name. */
  routes(): readonly RouteReport[] {
    return this.#reports.routes()
  }

  /**
   * Names of all routes, then changes as they come, until the signal is aborted.
   *
   * @throws CenterError ERR_OVERLOADED when too many watch already.
   */
  watchRoutes(signal: AbortSignal): AsyncIterable<RouteNews> {
    return this.#watchers.watch(signal)
  }

  /** Services: stations of one name together. */
  services(): readonly ServiceReport[] {
    return this.#reports.services()
  }

  /** What stations, services or routes have counted so far, for those who compute rates; the busiest first. */
  async figures(view: FiguresView, filter = ''): Promise<FiguresReport> {
    return this.#reports.figures(view, filter, await this.rings())
  }

  /** The center's own counters, and those of its gateway, by name; see docs/COUNTERS.md. */
  counters(): Readonly<Record<string, number>> {
    return { ...this.#reports.counters(), ...this.#gateway?.counters(), ...this.#parts.counters() }
  }

  /** All figures at this moment, for the metrics; waits for the dispatch worker at most a second. */
  async measures(): Promise<Measures> {
    this.#lanes.fold()
    return this.#measures.read((await this.#dispatch?.measure(kMeasureTimeoutMs)) ?? null)
  }

  /** Number of the newest snapshot of routes; it grows with each change of what is offered. */
  get epoch(): number {
    return this.#publisher.epoch
  }

  /** What each route says about itself, by name. */
  offers(): readonly RouteOffer[] {
    return this.#reports.offers()
  }

  /**
   * Sends no more calls to a station (`orders.1`), a service (`orders`) or a route (`GET /orders`) until resumed.
   *
   * @returns how many of them are there now; the pause holds for those that join later, too.
   */
  pause(target: string): number {
    const count = this.#registry.setPaused(target, true)
    this.#publisher.publish()
    return count
  }

  /** The opposite of {@link pause}. */
  resume(target: string): number {
    const count = this.#registry.setPaused(target, false)
    this.#publisher.publish()
    return count
  }

  /**
   * Takes a station (`orders.1`) or every station of a service (`orders`) out: no new calls, those on the way end, then
   * it is told to leave and not to come back. A station that starts later is not meant.
   *
   * @param timeoutMs milliseconds for calls on the way to end; the stations are told to leave after that all the same.
   * Rejects with ERR_NOT_FOUND when there is no such station.
   */
  drainStations(target: string, timeoutMs: number = kDrainTimeoutMs): Promise<DrainReport> {
    return drainStations(
      {
        clock: systemClock,
        stationsOf: (name) => this.#registry.stationsOf(name),
        leave: (stations) => this.#desk.leave(stations),
        // A lane that is not given back may hold calls that its station has not taken yet.
        inFlightOf: (station) =>
          Math.max(this.#reports.inFlightOf(station), this.#lanes.countOf(station)),
        isThere: (station) => this.#registry.isThere(station),
        dismiss: (station) => this.#desk.dismiss(station),
      },
      target,
      timeoutMs,
    )
  }

  /** How full the rings of each station are at this moment; none when the dispatch worker does not answer in time. */
  async rings(): Promise<readonly RingsReport[]> {
    const measure = await this.#dispatch?.measure(kMeasureTimeoutMs)
    return ringsByStation(this.#registry, measure?.rings ?? [])
  }

  /**
   * Shows the calls of a route as they happen; costs the calls nothing when nobody does.
   *
   * @param route as it was offered, for example `GET /orders/:id`.
   * @param signal ends the tap, as leaving the iteration does.
   * @returns when calls are shown; the iteration ends with the signal or the center.
   * Rejects with ERR_NOT_FOUND when the route is not offered, ERR_OVERLOADED beyond 16 taps.
   */
  tap(
    route: string,
    options: TapOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterableIterator<TapItem>> {
    return this.#taps.open(route, options, signal)
  }

  /**
   * Opens a lane for the calls of one path by one caller now, not only when it calls often.
   *
   * @param caller id of its station, for example `client.1`.
   * @param path as the caller names it, with its method: `POST /orders`.
   * @returns true when its calls go by the lane from now on; false: lanes are off, or there may be none there (docs/OPERATING.md).
   * Rejects with ERR_NOT_FOUND when there is no such caller.
   */
  async openLane(caller: string, path: string): Promise<boolean> {
    const [station] = this.#registry.stationsOf(caller)
    if (station?.id !== caller) throw centerError('ERR_NOT_FOUND', { what: caller })
    return this.#lanes.open(station, path)
  }

  /** Limits a route to `perSecond` calls in each second; undefined lifts the limit. @throws CenterError ERR_BAD_ARGUMENT. */
  limit(route: string, perSecond: number | undefined): void {
    this.#limits.setLimit(route, perSecond)
    this.#lanes.review()
  }

  /** The options that are in force. */
  get options(): ResolvedCenterOptions {
    return this.#options
  }

  /**
   * Takes changed options while running: log level, token, certificates, and the settings of the HTTP gateway that docs/CONFIG.md
   * calls reloadable. Files of certificates are read again.
   *
   * @param options all of them, not only what changed.
   * @returns what is in force now, and what has to wait for a restart.
   * @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS; then nothing has changed.
   */
  reload(options: CenterOptions): Reload {
    const merged = mergeOptions(this.#options, resolveCenterOptions(options))
    this.#options = merged.options
    const { log, token, tls } = merged.options
    this.#log.level = log
    this.#dispatch?.post({ type: 'reload', token, tls })
    if (merged.options.http !== null) this.#reloadGateway(merged.options.http)
    return merged.reload
  }

  /** Whether the dispatch worker answers within a time; for supervisors. */
  async isAlive(timeoutMs: number): Promise<boolean> {
    const measure = await this.#dispatch?.measure(timeoutMs)
    return measure !== null && measure !== undefined
  }

  /** Opens the breaker of a route (its calls are refused with ERR_BREAKER_OPEN) or closes it. */
  setBreaker(route: string, isOpen: boolean): void {
    this.#limits.setBreaker(route, isOpen)
    this.#lanes.review()
  }

  /**
   * Refuses new calls, waits for those on the way (at most 10 s), says goodbye, and ends.
   *
   * @returns calls that were still on the way when the wait was over.
   */
  async drain(): Promise<number> {
    if (this.#state !== 'running' || this.#dispatch === null) return 0
    this.#state = 'draining'
    // What came in by HTTP may still call while it is answered.
    await this.#closeGateway(kDrainTimeoutMs)
    this.#localRoutes.refuse('ERR_DRAINING')
    const drained = new Promise<number>((resolve) => {
      this.#drained = resolve
    })
    this.#dispatch.post({ type: 'drain', timeoutMs: kDrainTimeoutMs })
    const lanesGone = within(this.#lanes.drain(), kDrainTimeoutMs)
    // Handlers of this thread may work for callers of this thread, of whom the dispatcher knows nothing.
    await this.#attached.whenIdle(kDrainTimeoutMs)
    await lanesGone
    const inFlight = (await drained) + this.#lanes.inFlightCount()
    await this.close()
    return inFlight
  }

  /** Says goodbye and ends at once; calls on the way fail with ERR_LINK_LOST or ERR_STATION_LOST, both retryable. */
  async close(): Promise<void> {
    const dispatch = this.#dispatch
    if (dispatch === null || this.#state === 'ended') return
    this.#state = 'ended'
    await this.#closeGateway(0)
    await this.#parts.close()
    for (const station of this.#registry.stations.values())
      this.#desk.goodbye(station, 'the center ends', kRejoinMinMs)
    this.#dispatch = null
    // The threads first: to a station that lives on, the end of the dispatch worker would be a lost link to report.
    const threads = Promise.all([...this.#threads].map((thread) => thread.terminate()))
    await within(threads, kThreadEndTimeoutMs)
    await dispatch.stop()
    this.#release()
    this.#settleEnded.resolve()
  }

  // ---- what the dispatch worker tells

  #onData(message: FromData): void {
    switch (message.type) {
      case 'link-opened':
        this.#log.info(
          { station: message.name, carrier: message.carrier, pid: message.pid },
          'link opened',
        )
        this.#registry.open(message, Date.now())
        this.#attached.onOpened(message)
        this.#sers?.onOpened(message)
        break
      case 'link-ended': {
        const station = this.#registry.find(message)
        if (station === undefined) return
        this.#log.info({ station: station.id, reason: message.reason }, 'link ended')
        this.#lanes.onLinkEnded(station)
        this.#registry.close(station)
        this.#localRoutes.removeStation(station.link)
        this.#publisher.publish()
        break
      }
      case 'control':
        this.#desk.onControl(message, message.bytes)
        // Behind what follows from it on the same port: the link is read again when that is in force.
        this.#dispatch?.post({
          type: 'control-done',
          link: message.link,
          generation: message.generation,
          bytes: message.bytes.length,
        })
        break
      case 'refused':
        this.#log.warn({ reason: message.reason }, 'connection refused')
        break
      case 'drained':
        this.#drained?.(message.inFlight)
        break
      case 'tap-opened':
        this.#taps.onOpened(message.id)
        break
      case 'tapped':
        this.#taps.onCall(message.call, 'data')
        break
      case 'lane-wanted':
      case 'lane-passed':
      case 'lane-said':
        this.#lanes.onNews(message)
        break
      case 'ready':
      case 'failed':
      case 'measured':
      case 'branch-opened':
      case 'branch-ended':
      case 'applied':
        break // answered where the threads are started
    }
  }

  #onFatal(error: Error): void {
    this.#log.error({ error: error.stack }, 'the dispatch worker died')
    this.#dispatch = null
    this.#release()
    this.#settleEnded.reject(error)
  }

  #reloadGateway(http: ResolvedHttpOptions): void {
    const gateway = this.#gateway
    if (gateway === null) return
    gateway.reopenLog()
    gateway.reload(http).catch((error: unknown) => {
      this.#log.error({ error: String(error) }, 'the gateway keeps its settings')
    })
  }

  async #closeGateway(timeoutMs: number): Promise<void> {
    const gateway = this.#gateway
    this.#gateway = null
    await gateway?.close(timeoutMs)
  }

  #release(): void {
    void this.#closeGateway(0)
    void this.#parts.close()
    this.#state = 'ended'
    this.#taps.close()
    this.#limits.close()
    this.#lanes.close()
    this.#attached.close()
    for (const thread of this.#threads) void thread.terminate()
  }
}
