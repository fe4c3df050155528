// A process that starts and stops a center when its parent says so.
import { CenterError, createStation, startCenter } from '../../../src/index.js';
const [, , pipe = ''] = process.argv;
let center = null;
async function start() {
    try {
        center = await startCenter({ pipe, log: 'silent' });
    }
    catch (error) {
        return error instanceof CenterError ? error.code : String(error);
    }
    const station = createStation({ name: 'racer', onEvent: () => { } });
    station.route('GET /racer', () => process.pid);
    await center.attach(station);
    return 'won';
}
async function stop() {
    await center?.close();
    center = null;
    return 'stopped';
}
process.on('message', (order) => {
    void (order === 'start' ? start() : stop()).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
//# sourceMappingURL=center-racer.js.map