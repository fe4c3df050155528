// `ring`: how many small records two threads of one process pass through one ring; the ceiling for everything above it.
// `native` is the ring of native/core, `js` its twin of src/ring over a SharedArrayBuffer.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { World } from '../processes.js';
import { kRecordPayloadBytes } from '../ring-shape.js';
/** Made by `npm run test:native`. */
const kNativePath = fileURLToPath(new URL('../../../build-cmake/test-none/ring_bench', import.meta.url));
/** The slower of the two passes on a few million records a second. */
const kRecordsPerMs = 10_000;
const runFile = promisify(execFile);
export function ringBench() {
    const world = new World();
    const settings = { payloadBytes: kRecordPayloadBytes };
    return {
        name: 'ring',
        reference: 'native',
        cases: [
            {
                name: 'native',
                settings,
                open: async () => (existsSync(kNativePath) ? nativeSubject() : null),
            },
            { name: 'js', settings, open: async () => jsSubject(world) },
        ],
        close: () => world.close(),
    };
}
function nativeSubject() {
    return {
        measure: async (runMs) => {
            const { stdout } = await runFile(kNativePath, [String(runMs * kRecordsPerMs)]);
            const line = JSON.parse(stdout);
            const perSecond = typeof line === 'object' && line !== null ? Reflect.get(line, 'perSecond') : 0;
            if (typeof perSecond !== 'number' || !(perSecond > 0))
                throw new Error(`ring_bench says ${stdout}`);
            return { perSecond, processes: 1 };
        },
    };
}
function jsSubject(world) {
    const program = world.start('programs/ring.js');
    return { measure: (runMs) => world.measure(() => program.askFigures('run', { runMs })) };
}
//# sourceMappingURL=ring.js.map