// `attached`: center and station in one process; calls are awaited one after the other. The handler of `sync` is a plain
// function, that of `await-async` an async one; `peer:function` is the same load on an async function alone.
import { Lazy } from '../bench.js';
import { kPayloadBytes } from '../echo-world.js';
import { kTimedShare } from '../load.js';
import { World } from '../processes.js';
export function attachedBench() {
    const attached = new Lazy(openAttached);
    const handlerCase = (handler) => ({
        name: handler,
        settings: { payloadBytes: kPayloadBytes, window: 1 },
        open: async () => {
            const opened = await attached.get();
            if (opened === null)
                return null;
            const { world, program } = opened;
            const parameters = {
                handler,
                windowCount: 1,
                payloadBytes: kPayloadBytes,
                pauseMs: 0,
                timedShare: kTimedShare,
            };
            return {
                measure: (runMs) => world.measure(() => program.askFigures('run', { ...parameters, runMs })),
            };
        },
    });
    return {
        name: 'attached',
        reference: 'peer:function',
        cases: [handlerCase('sync'), handlerCase('await-async'), handlerCase('peer:function')],
        close: () => attached.close(),
    };
}
async function openAttached() {
    const world = new World();
    try {
        const program = world.start('programs/attached.js');
        await program.ask('start', { folder: world.folder });
        return { world, program, close: () => world.close() };
    }
    catch (error) {
        await world.close();
        throw error;
    }
}
//# sourceMappingURL=attached.js.map