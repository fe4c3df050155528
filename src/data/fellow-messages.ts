// What dispatchers of one center tell each other. Dispatcher 0 opens and ends links; the others open the pairs of rings that
// it hands them, and tell it what becomes of them. Calls never pass from one to another.

import type { PairPlan } from '../transport/pair-plan.js'
import type { LinkKey, LinkOpened } from './messages.js'

/** From dispatcher 0. */
export type ToFellow =
  | {
      readonly type: 'pair-open'
      readonly opened: LinkOpened
      /** The link's home is with the receiver. */
      readonly isHome: boolean
      readonly plan: PairPlan
    }
  /** The link is over. */
  | (LinkKey & { readonly type: 'pair-end'; readonly reason: string })
  /** See Dispatcher.expectRejoins. */
  | { readonly type: 'expect-rejoins'; readonly graceMs: number }

/** To dispatcher 0. */
export type FromFellow =
  /** The pair is closed, so the link is over. */
  | (LinkKey & { readonly type: 'pair-ended'; readonly reason: string })
  /** A link says what became of a lane. */
  | (LinkKey & { readonly type: 'lane-said'; readonly lane: number; readonly target: number })
