// Routes of the center that tell: who is there and what was counted.
import { centerError } from '../base/errors.js';
import { kFiguresViews } from '../control/stats.js';
/** Adds them to the center's own station. */
export function addFigures(station, center) {
    station.route('GET /_sys_/stations', { description: 'Stations with their figures' }, () => center.stations());
    station.route('GET /_sys_/services', { description: 'Services with their figures' }, () => center.services());
    station.route('GET /_sys_/routes/watch', { description: 'Names of all routes, then changes as they come', docs: { streams: true } }, (call) => center.watchRoutes(call.signal));
    station.route('GET /_sys_/routes', { description: 'Routes with their figures' }, () => center.routes());
    station.route('GET /_sys_/counters', { description: "The center's counters" }, () => center.counters());
    station.route('GET /_sys_/rings', { description: 'How full the rings of each station are' }, () => center.rings());
    station.route('GET /_sys_/figures', { description: 'What ?view=routes, services or stations have counted; ?filter= by name' }, (call) => {
        const name = call.query.get('view') ?? 'routes';
        const view = kFiguresViews.find((candidate) => candidate === name);
        if (view === undefined) {
            const rule = `one of ${kFiguresViews.join(', ')} is wanted`;
            throw centerError('ERR_BAD_ARGUMENT', { name: 'view', value: name, rule });
        }
        return center.figures(view, call.query.get('filter') ?? '');
    });
}
//# sourceMappingURL=system-figures.js.map