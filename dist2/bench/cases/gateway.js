// `gateway`: small JSON by HTTP, from wrk over 64 connections through gateway and center to a station over shared memory;
// beside it the HTTP libraries alone, and nginx in front of Node.
import { Lazy } from '../bench.js';
import { addressOf, kRingBytes } from '../echo-world.js';
import { hasWrk, loadHttp } from '../http-load.js';
import { startNginx } from '../peers/nginx.js';
import { World } from '../processes.js';
export function gatewayBench() {
    const worlds = {
        uws: new Lazy(() => openHttpWorld((world) => startOurs(world, 'uws'))),
        node: new Lazy(() => openHttpWorld((world) => startOurs(world, 'node'))),
        'peer:uws-bare': new Lazy(() => openHttpWorld((world) => startPeer(world, 'startUws', ''))),
        'peer:node-http': new Lazy(() => openHttpWorld((world) => startPeer(world, 'startNode', ''))),
        'peer:nginx': new Lazy(() => openHttpWorld(startProxied)),
    };
    return {
        name: 'gateway',
        reference: 'peer:uws-bare',
        cases: Object.entries(worlds).map(([name, world]) => httpCase(name, world)),
        close: async () => {
            for (const world of Object.values(worlds))
                await world.close();
        },
    };
}
function httpCase(name, world) {
    const open = async () => (await world.get())?.subject ?? null;
    return { name, settings: { payloadBytes: 17, window: 64 }, open };
}
/** @param start gives `host:port`, or null where something is not installed. */
async function openHttpWorld(start) {
    const world = new World();
    try {
        const address = (await hasWrk()) ? await start(world) : null;
        if (address === null) {
            await world.close();
            return null;
        }
        const url = `http://${address}/hello`;
        const subject = { measure: (runMs) => world.measure(() => loadHttp(url, runMs)) };
        return { subject, close: () => world.close() };
    }
    catch (error) {
        await world.close();
        throw error;
    }
}
async function startOurs(world, httpEngine) {
    const center = world.start('programs/center.js');
    const bound = await center.ask('start', {
        folder: world.folder,
        ringBytes: kRingBytes,
        httpEngine,
    });
    const address = addressOf(bound, 'shm');
    await world.start('programs/hello-station.js').ask('join', { address });
    return String(Reflect.get(Object(bound), 'httpAddress'));
}
async function startPeer(world, question, path) {
    const peer = world.start('peers/http-server.js');
    const address = await peer.ask(question, { path });
    return typeof address === 'string' ? address : null;
}
async function startProxied(world) {
    const path = `${world.folder}/node.sock`;
    await startPeer(world, 'startNode', path);
    return startNginx(world, path);
}
//# sourceMappingURL=gateway.js.map