// The stations that live in the center's own thread: their sessions, and the links that are being opened for them.

import { MessageChannel } from 'node:worker_threads'
import { systemClock } from '../base/clock.js'
import { centerError } from '../base/errors.js'
import type { Logger } from '../base/logger.js'
import { within } from '../base/within.js'
import type { LinkOpened } from '../data/messages.js'
import type { ShareLoop } from '../ring/reader-loop.js'
import { LinkSession } from '../station/link-session.js'
import { LocalCaller } from '../station/local-caller.js'
import type { RouteMap } from '../station/route-types.js'
import type { Station } from '../station/station.js'
import { openMemoryLink, planMemoryLink } from '../transport/memory-link.js'
import { kGoodbyeForGood } from '../wire/control.js'
import type { LocalTable } from './local-routes.js'
import type { DispatchThread } from './worker-pool.js'

export class AttachedStations {
  readonly #localRoutes: LocalTable
  readonly #log: Logger
  readonly #shareLoop: ShareLoop
  readonly #sessions: LinkSession[] = []
  readonly #leaveLoops: (() => void)[] = []
  /** Sessions whose link is being opened, by ticket. */
  readonly #attaching = new Map<number, LinkSession>()
  #nextTicket = 1

  /** @param shareLoop the loop that reads their rings. */
  constructor(localRoutes: LocalTable, log: Logger, shareLoop: ShareLoop) {
    this.#localRoutes = localRoutes
    this.#log = log
    this.#shareLoop = shareLoop
  }

  /** Resolves when the station's routes are in force. Rejects with ERR_CLOSED, ERR_BAD_ROUTE. */
  async attach<Routes extends RouteMap>(
    station: Station<Routes>,
    dispatch: DispatchThread,
    ringBytes: number,
  ): Promise<void> {
    const { center, peer } = planMemoryLink(
      'attached',
      ringBytes,
      () => new MessageChannel(),
      dispatch.nextPlace(),
    )
    const { loop, rouse, leave } = this.#shareLoop(() => session.turn())
    const end = openMemoryLink(peer, loop)
    end.reader.onRung = rouse
    const session = new LinkSession(end, station.offers, systemClock, 0, {
      onLost: () => {},
      onGoodbye: (reason, retryAfterMs) => {
        if (retryAfterMs === kGoodbyeForGood) station.dismiss(reason)
      },
      onHandlerError: (error, where) =>
        this.#log.error({ where, error: String(error) }, 'handler failed'),
    })
    const ticket = this.#nextTicket++
    this.#attaching.set(ticket, session)
    const { name, version } = station
    dispatch.post({ type: 'open', plan: center, name, version, pid: process.pid, ticket })
    this.#leaveLoops.push(leave)
    this.#sessions.push(session)
    const { caller } = session
    await station.adopt(session, new LocalCaller(name, caller, this.#localRoutes, systemClock))
  }

  /** A link was opened; perhaps one of these. */
  onOpened({ ticket, link }: LinkOpened): void {
    const session = this.#attaching.get(ticket)
    if (session === undefined) return
    this.#attaching.delete(ticket)
    this.#localRoutes.addStation(link, session.answerer)
  }

  /** Resolves when no handler runs, or the time is over. */
  whenIdle(timeoutMs: number): Promise<void> {
    const idle = this.#sessions.map((session) => session.whenUnoccupied())
    return within(Promise.all(idle), timeoutMs)
  }

  /** Ends them all: the end of the dispatch worker would tell them in a moment or, if this thread ends before, never. */
  close(): void {
    for (const session of this.#sessions.splice(0)) {
      session.turn() // what it published before it ended is whole
      session.close(centerError('ERR_LINK_LOST', {}, { reason: 'the center ends' }))
    }
    for (const leave of this.#leaveLoops.splice(0)) leave()
  }
}
