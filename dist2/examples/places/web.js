// The web site of the example: an ordinary Express application, a station by one line, that asks the other station.
//
//   node dist/examples/places/web.js      joins the center that SIGNALBOX_CENTER names, else `signalbox:default`
import express from 'express';
import { CenterError, createStation } from '../../src/index.js';
import { pageOf } from './page.js';
/** Neighbours on the page. */
const kNeighbourCount = 10;
const app = express();
app.get('/nearest', async (request, response) => {
    const wanted = request.query.city;
    const city = typeof wanted === 'string' ? wanted.slice(0, 80) : 'Vienna';
    const place = await findPlace(city);
    // The place itself is its own nearest neighbour.
    const path = `GET /places/near?lat=${place.lat}&lon=${place.lon}&n=${kNeighbourCount + 1}`;
    const near = (await station.call(path));
    const neighbours = near.filter(({ id }) => id !== place.id).slice(0, kNeighbourCount);
    response.format({
        json: () => response.json({ place, neighbours }),
        html: () => response.send(pageOf(place, neighbours)),
    });
});
app.use((error, _request, response, next) => {
    if (!(error instanceof CenterError))
        return next(error);
    response.status(error.status).json({ code: error.code, text: error.message });
});
const station = createStation.fromHttp(app, { name: 'places-web', version: '1.0.0' });
for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void leave());
// Started by another process, it ends with it, however that one ends.
process.once('disconnect', () => void leave());
await station.join();
process.send?.({ joined: true, carrier: station.carrier });
let isLeaving = false;
async function leave() {
    if (isLeaving)
        return;
    isLeaving = true;
    await station.leave();
    if (process.connected)
        process.disconnect();
}
async function findPlace(name) {
    return (await station.call(`GET /places/named/${encodeURIComponent(name)}`));
}
//# sourceMappingURL=web.js.map