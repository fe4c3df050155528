// The station of the example: answers where on earth people live. Runs in a process of its own.
//
//   node dist/examples/places/station.js      joins the center that SIGNALBOX_CENTER names, else `signalbox:default`
import { CenterError, createStation } from '../../src/index.js';
import { NearestIndex } from './nearest-index.js';
import { loadPlaces } from './places.js';
/** Places in one answer. A hundred of them are 8 kB of JSON. */
const kAnswerCountMax = 100;
const kAnswerCountDefault = 5;
/** What the documentation page says of the route. */
const kNearDocs = {
    query: {
        lat: { type: 'number', minimum: -90, maximum: 90, description: 'Latitude in degrees' },
        lon: { type: 'number', minimum: -180, maximum: 180, description: 'Longitude in degrees' },
        n: {
            type: 'integer',
            minimum: 1,
            maximum: kAnswerCountMax,
            default: kAnswerCountDefault,
            description: `How many, 1 to ${kAnswerCountMax}; ${kAnswerCountDefault} unless said`,
        },
    },
};
const places = loadPlaces();
const index = new NearestIndex(places);
/** The data set has no sizes, so that the first place of a name stands for it. */
const byName = new Map();
for (const place of places) {
    const name = place.name.toLowerCase();
    if (!byName.has(name))
        byName.set(name, place);
}
const station = createStation({ name: 'places', version: '1.0.0' });
station.route('GET /places/near', {
    idempotent: true,
    description: 'The ?n= places that are nearest to ?lat= and ?lon=',
    docs: kNearDocs,
}, (call) => {
    const { query } = call;
    const lat = numberOf(query, 'lat', 90);
    const lon = numberOf(query, 'lon', 180);
    return index.nearest(lat, lon, countOf(query)).map(({ place, distanceKm }) => ({
        ...place,
        distanceKm: Math.round(distanceKm * 1000) / 1000,
    }));
});
station.route('GET /places/named/:name', { idempotent: true, description: 'The first place of a name, upper and lower case alike' }, (call) => {
    const place = byName.get(call.params.name.toLowerCase());
    if (place !== undefined)
        return place;
    throw new CenterError({
        code: 'ERR_NO_PLACE',
        text: `no place is called ${call.params.name.slice(0, 80)}`,
        status: 404,
        retryable: false,
    });
});
station.route('GET /places/:id', { idempotent: true, description: 'One place' }, (call) => {
    const { id } = call.params;
    const place = /^\d{1,9}$/.test(id) ? places[Number(id)] : undefined;
    if (place !== undefined)
        return place;
    throw new CenterError({
        code: 'ERR_NO_PLACE',
        text: `place ${id} is not known; ids are whole numbers from 0 to ${places.length - 1}`,
        status: 404,
        retryable: false,
    });
});
for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void leave());
// Started by another process, it ends with it, however that one ends.
process.once('disconnect', () => void leave());
await station.join();
process.send?.({ joined: true, carrier: station.carrier, placeCount: places.length });
let isLeaving = false;
async function leave() {
    if (isLeaving)
        return;
    isLeaving = true;
    await station.leave();
    if (process.connected)
        process.disconnect();
}
/** A number of the query between -limit and limit. @throws CenterError 400 with the rule. */
function numberOf(query, name, limit) {
    const text = query.get(name);
    const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
    if (Math.abs(value) <= limit)
        return value;
    throw badQuery(name, text, `a number from -${limit} to ${limit} is wanted`);
}
function countOf(query) {
    const text = query.get('n');
    if (text === null)
        return kAnswerCountDefault;
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= kAnswerCountMax)
        return count;
    throw badQuery('n', text, `a whole number from 1 to ${kAnswerCountMax} is wanted`);
}
function badQuery(name, value, rule) {
    const text = `${name} is ${value === null ? 'missing' : `'${value}'`}; ${rule}`;
    return new CenterError({ code: 'ERR_BAD_QUERY', text, status: 400, retryable: false });
}
//# sourceMappingURL=station.js.map