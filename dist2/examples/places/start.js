// What `npm start` runs: a center with its HTTP gateway in this process, the example's two stations in processes of their
// own.
//
//   node dist/examples/places/start.js [--name NAME] [--http-address HOST:PORT]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CenterError, startCenter } from '../../src/index.js';
/** A station that does not leave by then is stuck; leaving takes milliseconds. */
const kStationLeaveTimeoutMs = 5_000;
const kQuestion = 'GET /places/near?lat=48.2&lon=16.37&n=3';
const kPage = '/nearest?city=Vienna';
const { values: flags } = parseArgs({
    options: {
        name: { type: 'string', default: 'default' },
        'http-address': { type: 'string', default: '127.0.0.1:8080' },
    },
});
const center = await startOrExit(flags.name, flags['http-address']);
const stations = ['station.js', 'web.js'].map((program) => fork(fileURLToPath(new URL(program, import.meta.url)), {
    env: { ...process.env, SIGNALBOX_CENTER: center.pipe },
}));
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => void end());
for (const station of stations) {
    station.once('exit', (code, signal) => {
        if (isEnding)
            return;
        console.error(`signalbox: a station ended by itself (${signal ?? `exit code ${code}`})`);
        process.exitCode = 1;
        void end();
    });
}
center.ended.catch((error) => {
    console.error(`signalbox: the center died: ${String(error)}`);
    process.exitCode = 1;
    if (!isEnding)
        void end();
});
if ((await Promise.all(stations.map(joined))).every((isJoined) => isJoined)) {
    await center.call(kQuestion);
    await center.call(`GET ${kPage}`);
    if (!isEnding)
        printHelp(center);
}
async function startOrExit(name, address) {
    try {
        return await startCenter({ name, http: { address } });
    }
    catch (error) {
        if (!(error instanceof CenterError))
            throw error;
        console.error(`signalbox: ${error.message}`);
        if (error.code === 'ERR_CENTER_RUNS') {
            console.error('It runs already: use it, end it, or start one of another name: npm start -- --name other');
        }
        if (error.code === 'ERR_LISTEN') {
            console.error('Another program has the port: npm start -- --http-address 127.0.0.1:8081');
        }
        process.exit(1);
    }
}
/** True when the station's routes are in force; false when it ended before. */
async function joined(child) {
    const waiting = new AbortController();
    const { signal } = waiting;
    try {
        return await Promise.race([
            once(child, 'message', { signal }).then(() => true),
            once(child, 'exit', { signal }).then(() => false),
        ]);
    }
    finally {
        waiting.abort();
    }
}
function printHelp({ name, pipe, httpAddress, httpEngine }) {
    const [report] = center.stations().filter((entry) => entry.name === 'places');
    // npm runs scripts in the package's folder; INIT_CWD is where the person is.
    const folder = process.env.INIT_CWD ?? process.cwd();
    const command = (url) => {
        const path = relative(folder, fileURLToPath(new URL(url, import.meta.url)));
        return `node ${/^[\w./-]+$/.test(path) ? path : `'${path}'`}`;
    };
    const where = name === 'default' ? '' : ` --center signalbox:${name}`;
    const origin = `http://${httpAddress}`;
    console.log(`signalbox: center ${name} is ready, station places joined by ${report?.carrier}
  pipe  ${pipe}
  http  ${origin} (${httpEngine})

Which places are near? In another terminal:
  ${command('../../src/cli/main.js')} call${where} '${kQuestion}'
  curl '${origin}${kQuestion.slice(4)}'
  curl -H 'accept: application/json' '${origin}${kPage}'

In a browser:
  ${origin}${kPage}
  ${origin}/_sys_/docs

20,000 queries, answers checked:
  ${command('query.js')}${where}

Ctrl-C ends center and stations.`);
}
/** The stations leave first, while there is a center to take leave of. A second signal ends all at once. */
async function end() {
    if (isEnding) {
        for (const station of stations)
            station.kill('SIGKILL');
        process.exit(1);
    }
    isEnding = true;
    await Promise.all(stations.map(ended));
    await center.drain();
}
async function ended(station) {
    if (station.exitCode !== null || station.signalCode !== null)
        return;
    const exited = once(station, 'exit');
    station.kill('SIGTERM');
    const timer = setTimeout(() => station.kill('SIGKILL'), kStationLeaveTimeoutMs);
    await exited;
    clearTimeout(timer);
}
//# sourceMappingURL=start.js.map