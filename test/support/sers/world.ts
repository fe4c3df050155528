// A Sers center in the process of a test, and what it told.

import { kSersDefaults } from '../../../src/sers/defaults.js'
import type { SersOptions } from '../../../src/sers/options.js'
import {
  openSersCenter,
  type SersCenter,
  type SersCenterEvents,
} from '../../../src/sers/sers-center.js'

export type SersWorld = SersCenter & {
  readonly port: number
  readonly told: string[]
  readonly audited: Record<string, unknown>[]
}

export const kQuietEvents: SersCenterEvents = {
  info: () => {},
  warn: () => {},
  audit: () => {},
  onNodes: () => {},
  onGone: () => {},
  callOut: () => false,
}

/** Opens a center on a free port of this machine. */
export async function openWorld(
  options: Partial<SersOptions> = {},
  events: Partial<SersCenterEvents> = {},
): Promise<SersWorld> {
  const told: string[] = []
  const audited: Record<string, unknown>[] = []
  const center = await openSersCenter(
    {
      ...kSersDefaults,
      listen: [{ kind: 'tcp', host: '127.0.0.1', port: 0, tls: null }],
      goverAccess: 'internal',
      ...options,
    },
    {
      ...kQuietEvents,
      warn: (text) => told.push(text),
      audit: (line) => audited.push({ ...line }),
      ...events,
    },
  )
  const port = Number(center.addresses[0]?.split(':').at(-1))
  return { ...center, port, told, audited }
}
