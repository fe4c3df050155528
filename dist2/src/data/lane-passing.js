// How a dispatch worker hands lanes on: each end by its link's socket, the station's first. What the ends say of them goes
// to control (control/lane-book.ts), which decides; the death of one end is told to the other from here, at once.
//
// test/model/lane-world.ts takes this, the book and both ends through every order of their steps.
import { controlFrame } from '../transport/handshake.js';
import { LaneTable } from './lane-table.js';
export class LanePassing {
    #ground;
    #lanes = new LaneTable((link, over) => this.#send(link, over));
    constructor(ground) {
        this.#ground = ground;
    }
    /** Hands an end out, and tells control whether it is on its way. */
    pass(pass) {
        const { lane, side, message, descriptors } = pass;
        const caller = this.#ground.find(pass.caller);
        const station = this.#ground.find(pass.station);
        let isSent = false;
        if (caller !== undefined && station !== undefined) {
            if (side === 'station')
                this.#lanes.add(lane, caller, station);
            if (side === 'station' || this.#lanes.addCaller(lane)) {
                isSent = sendBy(side === 'caller' ? caller : station, message, descriptors);
                if (!isSent)
                    this.#lanes.endOf(lane, side);
            }
        }
        this.#ground.post({ type: 'lane-passed', lane, side, isSent });
    }
    /** Tells an end that control has ended its lane; nobody, when the link is over. */
    tell(key, lane, isLost) {
        const link = this.#ground.find(key);
        if (link !== undefined)
            this.#send(link, { type: 'lane-over', lane, isLost });
    }
    /** A link says what became of a lane. @returns false when it has none to say that of. */
    onSaid(link, lane, target) {
        const said = this.#lanes.take(link, lane, target);
        if (said !== null)
            this.#ground.post({ type: 'lane-said', lane, ...said });
        return said !== null;
    }
    /** A link is over: the other ends of its lanes are told. */
    onLinkGone(link) {
        this.#lanes.onLinkGone(link);
    }
    #send(link, over) {
        // Who cannot be told keeps calling into a lane that nobody reads.
        if (!sendBy(link, controlFrame(over), []) && link.isOpen)
            this.#ground.closeSoon(link, 'its socket takes no message');
    }
}
function sendBy(link, message, descriptors) {
    try {
        return link.isOpen && link.end.passLane?.(message, descriptors) === true;
    }
    catch {
        return false; // its end of file follows
    }
}
//# sourceMappingURL=lane-passing.js.map