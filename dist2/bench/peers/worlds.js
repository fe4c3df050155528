// The peers as worlds that are loaded like ours.
import { EchoWorld } from '../echo-world.js';
import { World } from '../processes.js';
import { startNatsServer } from './nats-server.js';
/** nats-server, a service and a caller; null when nats-server is not installed. */
export async function openNatsWorld(way) {
    const world = new World();
    try {
        const address = await startNatsServer(world);
        if (address === null) {
            await world.close();
            return null;
        }
        await world.start('peers/nats-station.js').ask('join', { address });
        const caller = world.start('peers/nats-caller.js');
        await caller.ask('connect', { address, way });
        return new EchoWorld(world, caller);
    }
    catch (error) {
        await world.close();
        throw error;
    }
}
/** The center by hand over a Unix socket, a service and a caller. */
export async function openSocketWorld() {
    const world = new World();
    try {
        const address = await world
            .start('peers/socket-center.js')
            .ask('start', { folder: world.folder });
        await world.start('peers/socket-station.js').ask('join', { address });
        const caller = world.start('peers/socket-caller.js');
        await caller.ask('connect', { address });
        return new EchoWorld(world, caller);
    }
    catch (error) {
        await world.close();
        throw error;
    }
}
//# sourceMappingURL=worlds.js.map