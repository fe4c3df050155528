// What a station of the suite is made from; travels as JSON to wherever the station is to live.

import type { Balance, Station } from '../../../src/index.js'
import { createMember } from './member.js'
import { createSuite } from './suite.js'

export type StationPlan = {
  /** suite: every behaviour of one station. member: one of several that share a service. */
  readonly kind: 'suite' | 'member'
  readonly name: string
  /** Tells the members of a service apart. */
  readonly label: string
  readonly balance: Balance
  readonly weight: number
}

export type StationKeys = { readonly token?: string; readonly certificates?: string }

export function createPlanned(plan: StationPlan, keys: StationKeys): Station {
  return plan.kind === 'suite' ? createSuite(plan.name, keys) : createMember(plan, keys)
}
