// A registry with stations that joined.

import { type LinkedStation, Registry } from '../../src/control/registry.js'
import { StatsBook } from '../../src/control/stats-book.js'
import type { Carrier, OfferedRoute, OfferedSubscription } from '../../src/wire/control.js'

export function makeRegistry(): { registry: Registry; stats: StatsBook } {
  const stats = new StatsBook()
  return { registry: new Registry(stats), stats }
}

export function openStation(
  registry: Registry,
  name: string,
  link: number,
  carrier: Carrier = 'shm',
  takesLanes = false,
): LinkedStation {
  const opened = {
    link,
    generation: 1,
    name,
    version: '1.0.0',
    pid: 1,
    carrier,
    takesLanes,
    ticket: 0,
  }
  return registry.open(opened, 0)
}

export function offeredRoute(
  route: string,
  index = 0,
  more: Partial<OfferedRoute> = {},
): OfferedRoute {
  return {
    index,
    route,
    isIdempotent: false,
    balance: '',
    weight: 1,
    description: '',
    requestSchema: '',
    replySchema: '',
    docs: '',
    ...more,
  }
}

export function offeredSubscription(topic: string, index = 0, group = ''): OfferedSubscription {
  return { index, topic, group }
}
