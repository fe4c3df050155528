// How a dispatch worker hands lanes on: each end by its link's socket, the station's first. What the ends say of them goes
// to control (control/lane-book.ts), which decides; the death of one end is told to the other from here, at once.
//
// test/model/lane-world.ts takes this, the book and both ends through every order of their steps.

import { controlFrame } from '../transport/handshake.js'
import type { LinkEnd } from '../transport/link.js'
import type { LaneOver } from '../wire/control.js'
import { LaneTable } from './lane-table.js'
import type { FromData, LanePass, LinkKey } from './messages.js'

/** A link by which lanes may go. */
export type LaneLink = { readonly isOpen: boolean; readonly end: Pick<LinkEnd, 'passLane'> }

/** What is needed of the dispatch worker. */
export type LaneGround<Link extends LaneLink> = {
  /** @returns the link while it is open. */
  find(key: LinkKey): Link | undefined
  post(message: FromData): void
  /** Closes a link, but not while its ring is read. */
  closeSoon(link: Link, reason: string): void
}

export class LanePassing<Link extends LaneLink> {
  readonly #ground: LaneGround<Link>
  readonly #lanes = new LaneTable<Link>((link, over) => this.#send(link, over))

  constructor(ground: LaneGround<Link>) {
    this.#ground = ground
  }

  /** Hands an end out, and tells control whether it is on its way. */
  pass(pass: LanePass): void {
    const { lane, side, message, descriptors } = pass
    const caller = this.#ground.find(pass.caller)
    const station = this.#ground.find(pass.station)
    let isSent = false
    if (caller !== undefined && station !== undefined) {
      if (side === 'station') this.#lanes.add(lane, caller, station)
      if (side === 'station' || this.#lanes.addCaller(lane)) {
        isSent = sendBy(side === 'caller' ? caller : station, message, descriptors)
        if (!isSent) this.#lanes.endOf(lane, side)
      }
    }
    this.#ground.post({ type: 'lane-passed', lane, side, isSent })
  }

  /** Tells an end that control has ended its lane; nobody, when the link is over. */
  tell(key: LinkKey, lane: number, isLost: boolean): void {
    const link = this.#ground.find(key)
    if (link !== undefined) this.#send(link, { type: 'lane-over', lane, isLost })
  }

  /** A link says what became of a lane. @returns false when it has none to say that of. */
  onSaid(link: Link, lane: number, target: number): boolean {
    const said = this.#lanes.take(link, lane, target)
    if (said !== null) this.#ground.post({ type: 'lane-said', lane, ...said })
    return said !== null
  }

  /** A link is over: the other ends of its lanes are told. */
  onLinkGone(link: Link): void {
    this.#lanes.onLinkGone(link)
  }

  #send(link: Link, over: LaneOver): void {
    // Who cannot be told keeps calling into a lane that nobody reads.
    if (!sendBy(link, controlFrame(over), []) && link.isOpen)
      this.#ground.closeSoon(link, 'its socket takes no message')
  }
}

function sendBy(link: LaneLink, message: Uint8Array, descriptors: readonly number[]): boolean {
  try {
    return link.isOpen && link.end.passLane?.(message, descriptors) === true
  } catch {
    return false // its end of file follows
  }
}
