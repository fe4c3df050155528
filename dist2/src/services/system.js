// What the center tells and takes about itself, as an ordinary attached station: the routes below /_sys_,
// /metrics and /openapi.json.
import { ownVersion } from '../base/own-version.js';
import { Station } from '../station/station.js';
import { offerDocsPage } from './docs-page.js';
import { offerIndex } from './index-page.js';
import { offerLogin } from './login.js';
import { offerMetrics } from './metrics.js';
import { offerOpenApi } from './openapi.js';
import { addFigures } from './system-figures.js';
import { addSteering } from './system-steering.js';
import { addTap } from './system-tap.js';
/** The station that offers the center's own routes. */
export function createSystemStation(center) {
    const station = new Station({ name: 'signalbox' });
    offerLogin(station, center.accounts);
    addFigures(station, center);
    addSteering(station, center);
    addTap(station, center);
    const version = ownVersion();
    offerIndex(station, center, version);
    offerMetrics(station, center, version);
    offerOpenApi(station, center, version);
    offerDocsPage(station);
    return station;
}
//# sourceMappingURL=system.js.map