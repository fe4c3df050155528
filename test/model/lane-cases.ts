// What is taken through every order of steps.

import type { Explored } from './explorer.js'
import type { LanePlan } from './lane-world.js'

type Case = { readonly title: string; readonly plan: LanePlan }

const kPlain: LanePlan = { callCount: 1, isIdempotent: false, script: ['limit'], dying: null }

export const kLaneCases: readonly Case[] = [
  { title: 'a lane is taken back under two calls', plan: { ...kPlain, callCount: 2 } },
  {
    title: 'a route is paused under two calls',
    plan: { ...kPlain, callCount: 2, script: ['pause'] },
  },
  { title: 'the caller dies', plan: { ...kPlain, dying: 'caller' } },
  { title: 'the station dies', plan: { ...kPlain, dying: 'station' } },
  {
    title: 'the station of an idempotent route dies',
    plan: { ...kPlain, isIdempotent: true, dying: 'station' },
  },
  { title: 'the center dies', plan: { ...kPlain, dying: 'center' } },
  {
    title: 'a lane rests, and its grace is over',
    plan: { ...kPlain, script: ['rest', 'rest', 'end grace'] },
  },
  { title: 'one lane follows another', plan: { ...kPlain, script: ['limit', 'open', 'limit'] } },
]

/** What came of it, for people. */
export function tellExplored({
  stateCount,
  transitionCount,
  endCount,
  depthMax,
}: Explored): string {
  return `${stateCount} states, ${transitionCount} transitions, ${endCount} ends, ${depthMax} steps deep`
}
