// Finds the nearest places: a k-d tree over points of the unit sphere.
//
// Latitude and longitude make a poor plane: it tears at the date line and shrinks at the poles. As points of the
// sphere in three dimensions the places need no special case, and the straight distance between two points grows
// with the way along the surface, so the nearest by the one is the nearest by the other.
import { kEarthRadiusKm } from './places.js';
const kDimensions = 3;
/** The tree lies in arrays: the middle entry of a range is its root, the halves beside it are its subtrees. */
export class NearestIndex {
    #places;
    /** Three coordinates for each place. */
    #points;
    /** Indexes of places, in the order of the tree. */
    #tree;
    constructor(places) {
        this.#places = places;
        this.#points = new Float64Array(places.length * kDimensions);
        this.#tree = Uint32Array.from(places.keys());
        places.forEach(({ lat, lon }, index) => {
            this.#points.set(pointOf(lat, lon), index * kDimensions);
        });
        this.#build(0, places.length, 0);
    }
    /**
     * The places that are nearest, nearest first.
     *
     * @param lat, lon degrees.
     * @param count how many at most, 1 or more.
     */
    nearest(lat, lon, count) {
        const best = new Best(count);
        this.#search(pointOf(lat, lon), 0, this.#tree.length, 0, best);
        return best.entries.flatMap(({ index, squared }) => {
            const place = this.#places[index];
            return place === undefined ? [] : [{ place, distanceKm: surfaceKm(squared) }];
        });
    }
    #build(start, end, axis) {
        if (end - start <= 1)
            return;
        const points = this.#points;
        const coordinate = (index) => points[index * kDimensions + axis] ?? 0;
        this.#tree.subarray(start, end).sort((a, b) => coordinate(a) - coordinate(b));
        const middle = (start + end) >>> 1;
        const next = (axis + 1) % kDimensions;
        this.#build(start, middle, next);
        this.#build(middle + 1, end, next);
    }
    #search(point, start, end, axis, best) {
        if (start >= end)
            return;
        const middle = (start + end) >>> 1;
        const index = this.#tree[middle] ?? 0;
        best.offer(index, this.#squaredTo(index, point));
        const aside = (point[axis] ?? 0) - (this.#points[index * kDimensions + axis] ?? 0);
        const next = (axis + 1) % kDimensions;
        const isBelow = aside < 0;
        this.#search(point, isBelow ? start : middle + 1, isBelow ? middle : end, next, best);
        // The other side of the cut holds nothing better when the cut itself is too far away.
        if (aside * aside > best.worstSquared)
            return;
        this.#search(point, isBelow ? middle + 1 : start, isBelow ? end : middle, next, best);
    }
    #squaredTo(index, point) {
        const at = index * kDimensions;
        const dx = (this.#points[at] ?? 0) - point[0];
        const dy = (this.#points[at + 1] ?? 0) - point[1];
        const dz = (this.#points[at + 2] ?? 0) - point[2];
        return dx * dx + dy * dy + dz * dz;
    }
}
/** The best entries so far, nearest first; of two that are equally far the one with the lower index. */
class Best {
    entries = [];
    #countMax;
    constructor(countMax) {
        this.#countMax = countMax;
    }
    /** Squared distance that an entry must not exceed to be of use. */
    get worstSquared() {
        const last = this.entries[this.#countMax - 1];
        return last === undefined ? Number.POSITIVE_INFINITY : last.squared;
    }
    offer(index, squared) {
        if (squared > this.worstSquared)
            return;
        let at = this.entries.length;
        for (; at > 0; at--) {
            const before = this.entries[at - 1];
            if (before === undefined || before.squared < squared)
                break;
            if (before.squared === squared && before.index < index)
                break;
        }
        this.entries.splice(at, 0, { index, squared });
        if (this.entries.length > this.#countMax)
            this.entries.pop();
    }
}
function pointOf(lat, lon) {
    const phi = (lat * Math.PI) / 180;
    const lambda = (lon * Math.PI) / 180;
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}
function surfaceKm(squaredChord) {
    return 2 * kEarthRadiusKm * Math.asin(Math.min(1, Math.sqrt(squaredChord) / 2));
}
//# sourceMappingURL=nearest-index.js.map