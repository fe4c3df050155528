// Route states and tables with memory of their own.

import { RouteTable } from '../../src/data/route-table.js'
import type { EndpointState, RouteState } from '../../src/data/snapshot.js'
import { kStatsBlockWords } from '../../src/wire/stats-block.js'

export function makeTable(): RouteTable {
  const words = new Float64Array(64 * kStatsBlockWords)
  return new RouteTable((block) => ({ words, at: (block % 64) * kStatsBlockWords }))
}

export function endpointState(link: number, more: Partial<EndpointState> = {}): EndpointState {
  return {
    link,
    linkGeneration: 1,
    offered: 0,
    weight: 1,
    seed: link + 1,
    statsBlock: link,
    ...more,
  }
}

export function routeState(id: number, route: string, more: Partial<RouteState> = {}): RouteState {
  return {
    id,
    route,
    balance: 'round-robin',
    isIdempotent: false,
    isOffered: true,
    endpoints: [endpointState(0)],
    ...more,
  }
}
