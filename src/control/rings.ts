// How full the rings of the links are: each link's for people, the fullest of each carrier for the metrics, so that one
// slow peer shows and their number does not matter. A look when somebody asks; no call pays for it.

import type { LinkRings, RingFill } from '../data/messages.js'
import type { Carrier } from '../wire/control.js'
import type { Registry } from './registry.js'

export type RingsReport = {
  /** Id of the station. */
  readonly station: string
  /** What the center writes and the station reads: requests, replies, messages. */
  readonly toStation: RingFill
  /** What the station writes. */
  readonly toCenter: RingFill
  /** Bytes that wait in the center's memory for room in the station's ring. */
  readonly waitingBytes: number
}

/** The rings of all links of one carrier together. */
export type CarrierRings = {
  readonly carrier: Carrier
  readonly links: number
  /** Greatest share of a ring towards a station that is not read yet, 0 … 1. */
  readonly toStationFill: number
  /** The same for the rings towards the center. */
  readonly toCenterFill: number
  /** Bytes that wait in the center's memory for room in a ring. */
  readonly deferredBytes: number
}

type Finder = Pick<Registry, 'find'>

/** The rings of every station that is still there, in the order of their links. */
export function ringsByStation(registry: Finder, rings: readonly LinkRings[]): RingsReport[] {
  return rings.flatMap((link) => {
    const station = registry.find(link)
    const { toStation, toCenter, waitingBytes } = link
    return station === undefined ? [] : [{ station: station.id, toStation, toCenter, waitingBytes }]
  })
}

/** One line for each carrier that has links. */
export function ringsByCarrier(registry: Finder, rings: readonly LinkRings[]): CarrierRings[] {
  const byCarrier = new Map<Carrier, CarrierRings>()
  for (const link of rings) {
    const carrier = registry.find(link)?.carrier
    if (carrier === undefined) continue
    const known = byCarrier.get(carrier)
    byCarrier.set(carrier, {
      carrier,
      links: (known?.links ?? 0) + 1,
      toStationFill: Math.max(known?.toStationFill ?? 0, fillShare(link.toStation)),
      toCenterFill: Math.max(known?.toCenterFill ?? 0, fillShare(link.toCenter)),
      deferredBytes: (known?.deferredBytes ?? 0) + link.waitingBytes,
    })
  }
  return [...byCarrier.values()]
}

/** Used share of a ring. Positions are the peer's to write: nonsense must not leave the scale from 0 to 1. */
export function fillShare({ usedBytes, capacityBytes }: RingFill): number {
  return Math.min(1, Math.max(0, usedBytes / capacityBytes))
}
