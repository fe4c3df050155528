// The lanes that this dispatch worker has passed on: which two links each one joins. Control decides which lanes there are
// (control/lane-book.ts); here the messages go out, and the death of one end is told to the other at once.

import type { LaneOver, LaneSide } from '../wire/control.js'
import { kLaneBroken, kLaneFinished, kLaneReady } from '../wire/frame.js'

/** What a link is here. */
type AnyLink = { readonly isOpen: boolean }

/** One end of a lane. */
type End<Link> = { readonly link: Link; isReady: boolean; isDone: boolean }
type Lane<Link> = { readonly caller: End<Link>; readonly station: End<Link> }

/** What an end says of its lane. */
export type LaneWord = 'ready' | 'finished' | 'broken'

const kWords: ReadonlyMap<number, LaneWord> = new Map([
  [kLaneReady, 'ready'],
  [kLaneFinished, 'finished'],
  [kLaneBroken, 'broken'],
])

export class LaneTable<Link extends AnyLink> {
  readonly #lanes = new Map<number, Lane<Link>>()
  readonly #tell: (link: Link, over: LaneOver) => void

  /** @param tell sends by a link's socket. */
  constructor(tell: (link: Link, over: LaneOver) => void) {
    this.#tell = tell
  }

  /** A lane is being passed on. Its station gets it first; the caller's part is done until it gets it, too. */
  add(lane: number, caller: Link, station: Link): void {
    const end = (link: Link, isDone: boolean): End<Link> => ({ link, isReady: false, isDone })
    this.#lanes.set(lane, { caller: end(caller, true), station: end(station, false) })
  }

  /** The caller gets its end. @returns false when the lane is over already. */
  addCaller(lane: number): boolean {
    const known = this.#lanes.get(lane)
    if (known === undefined || known.station.isDone || !known.caller.link.isOpen) return false
    known.caller.isDone = false
    return true
  }

  /**
   * A link says what became of its end of a lane.
   *
   * @param target word of the frame, unchecked.
   * @returns what it says, or null when no honest peer says that.
   */
  take(link: Link, lane: number, target: number): { word: LaneWord; side: LaneSide } | null {
    const known = this.#lanes.get(lane)
    const word = kWords.get(target)
    if (known === undefined || word === undefined) return null
    const side = known.caller.link === link ? 'caller' : 'station'
    const end = known[side]
    if (end.link !== link || end.isDone || (word === 'ready' && end.isReady)) return null
    if (word === 'ready') end.isReady = true
    else this.#end(lane, known, end)
    return { word, side }
  }

  /** An end will not get its lane, or its link is over. */
  endOf(lane: number, side: LaneSide): void {
    const known = this.#lanes.get(lane)
    if (known !== undefined) this.#end(lane, known, known[side])
  }

  /** A link is over: the other ends of its lanes are told. */
  onLinkGone(link: Link): void {
    for (const [lane, { caller, station }] of this.#lanes) {
      if (caller.link !== link && station.link !== link) continue
      const other = caller.link === link ? station : caller
      this.endOf(lane, caller.link === link ? 'caller' : 'station')
      if (!other.isDone) this.#tell(other.link, { type: 'lane-over', lane, isLost: true })
    }
  }

  #end(lane: number, known: Lane<Link>, end: End<Link>): void {
    end.isDone = true
    if (known.caller.isDone && known.station.isDone) this.#lanes.delete(lane)
  }
}
