// The public door to stations: made by hand, or of an HTTP application.
import { fromHttp } from './adapters/from-http.js';
import { Station } from './station.js';
/** Makes a station; `createStation.fromHttp(app)` makes one of an HTTP application that exists already. */
export const createStation = Object.assign((options) => new Station(options), { fromHttp });
//# sourceMappingURL=create-station.js.map