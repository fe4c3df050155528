// How full the rings of the links are: the greatest fill by carrier, so that one slow peer shows and their number does not
// matter. A look from time to time; no call pays for it.

import type { Carrier } from '../wire/control.js'
import type { RingMeasure } from './messages.js'

/** What a link must tell. */
type MeasuredLink = {
  readonly end: { readonly carrier: Carrier }
  readonly writer: { readonly capacityBytes: number; freeBytes(): number }
  readonly reader: { readonly capacityBytes: number; publishedBytes(): number }
  readonly overflowBytes: number
}

/** One line for each carrier that has links. */
export function measureRings(links: readonly (MeasuredLink | undefined)[]): RingMeasure[] {
  const byCarrier = new Map<Carrier, RingMeasure>()
  for (const link of links) {
    if (link === undefined) continue
    const { carrier } = link.end
    const { writer, reader, overflowBytes } = link
    const known = byCarrier.get(carrier)
    const toStation = shareOf(writer.capacityBytes - writer.freeBytes(), writer.capacityBytes)
    const toCenter = shareOf(reader.publishedBytes(), reader.capacityBytes)
    byCarrier.set(carrier, {
      carrier,
      links: (known?.links ?? 0) + 1,
      toStationFill: Math.max(known?.toStationFill ?? 0, toStation),
      toCenterFill: Math.max(known?.toCenterFill ?? 0, toCenter),
      deferredBytes: (known?.deferredBytes ?? 0) + overflowBytes,
    })
  }
  return [...byCarrier.values()]
}

/** Positions are the peer's to write: nonsense must not leave the scale. */
function shareOf(usedBytes: number, capacityBytes: number): number {
  return Math.min(1, Math.max(0, usedBytes / capacityBytes))
}
