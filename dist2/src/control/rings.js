// How full the rings of the links are: each link's for people, the fullest of each carrier for the metrics, so that one
// slow peer shows and their number does not matter. A look when somebody asks; no call pays for it.
/** The rings of every station that is still there, in the order of their links. */
export function ringsByStation(registry, rings) {
    return rings.flatMap((link) => {
        const station = registry.find(link);
        const { toStation, toCenter, waitingBytes } = link;
        return station === undefined ? [] : [{ station: station.id, toStation, toCenter, waitingBytes }];
    });
}
/** One line for each carrier that has links. */
export function ringsByCarrier(registry, rings) {
    const byCarrier = new Map();
    for (const link of rings) {
        const carrier = registry.find(link)?.carrier;
        if (carrier === undefined)
            continue;
        const known = byCarrier.get(carrier);
        byCarrier.set(carrier, {
            carrier,
            links: (known?.links ?? 0) + 1,
            toStationFill: Math.max(known?.toStationFill ?? 0, fillShare(link.toStation)),
            toCenterFill: Math.max(known?.toCenterFill ?? 0, fillShare(link.toCenter)),
            deferredBytes: (known?.deferredBytes ?? 0) + link.waitingBytes,
        });
    }
    return [...byCarrier.values()];
}
/** Used share of a ring. Positions are the peer's to write: nonsense must not leave the scale from 0 to 1. */
export function fillShare({ usedBytes, capacityBytes }) {
    return Math.min(1, Math.max(0, usedBytes / capacityBytes));
}
//# sourceMappingURL=rings.js.map