// The socket below a simulated link by shared memory: it brings lanes, with descriptors of a fake kernel. Its messages come
// in their order, and late; so do the rings of a lane's doorbells, unless who rings is killed before.
import { assert } from '../../src/base/assert.js';
import { readControlFrame } from '../../src/transport/handshake.js';
import { openLaneEnd } from '../../src/transport/lane-end.js';
import { openMemoryLink } from '../../src/transport/memory-link.js';
import { SimPort } from './ports.js';
const kDelayMs = 0.1;
export class LaneSocket {
    #time;
    #center;
    #station;
    #fromCenter;
    #toStation;
    constructor(time, center, station) {
        this.#time = time;
        this.#center = center;
        this.#station = station;
        const { port1, port2 } = SimPort.pair(time, center, station, kDelayMs);
        this.#fromCenter = port1;
        this.#toStation = port2;
    }
    openCenter(plan, loop) {
        const passLane = (bytes, descriptors) => {
            const read = readControlFrame(Buffer.from(bytes));
            assert(read !== null, 'a message is whole');
            const files = this.#center.kernel.lend(descriptors);
            this.#fromCenter.postMessage({ control: read.message, files });
            return true;
        };
        return withClose(Object.assign(openMemoryLink(plan, loop), { passLane }), this.#fromCenter);
    }
    openPeer(plan, loop) {
        const link = openMemoryLink(plan, loop);
        this.#toStation.on('message', (message) => this.#hear(message, link, loop));
        return withClose(link, this.#toStation);
    }
    #hear({ control, files }, link, loop) {
        const { laneDoor } = link;
        assert(laneDoor !== undefined, 'a link has an owner before lanes come');
        if (control.type === 'lane-over')
            laneDoor.onOver(control);
        if (control.type !== 'lane-open')
            return;
        const { kernel } = this.#station;
        const rung = (reader) => {
            if (this.#time.current?.isMute === true)
                return;
            const delayMs = this.#time.between(0, kDelayMs);
            this.#time.after(this.#station, delayMs, () => loop.wakeFor(reader));
        };
        const watched = {
            add: (reader) => loop.add(reader),
            remove: (reader) => loop.remove(reader),
            addDoorbell: (reader, bell) => kernel.listen(bell, () => rung(reader)),
        };
        laneDoor.onOpen(control, openLaneEnd(kernel, control, kernel.adopt(files), watched));
    }
}
/** The same link; its end closes the socket as well. */
function withClose(link, port) {
    const { close: closeLink } = link;
    return Object.assign(link, {
        close: () => {
            closeLink();
            port.close();
        },
    });
}
//# sourceMappingURL=lane-socket.js.map