// The lanes that this dispatch worker has passed on: which two links each one joins. Control decides which lanes there are
// (control/lane-book.ts); here the messages go out, and the death of one end is told to the other at once.
import { kLaneBroken, kLaneFinished, kLaneReady } from '../wire/frame.js';
const kWords = new Map([
    [kLaneReady, 'ready'],
    [kLaneFinished, 'finished'],
    [kLaneBroken, 'broken'],
]);
export class LaneTable {
    #lanes = new Map();
    #tell;
    /** @param tell sends by a link's socket. */
    constructor(tell) {
        this.#tell = tell;
    }
    /** A lane is being passed on. Its station gets it first; the caller's part is done until it gets it, too. */
    add(lane, caller, station) {
        const end = (link, isDone) => ({ link, isReady: false, isDone });
        this.#lanes.set(lane, { caller: end(caller, true), station: end(station, false) });
    }
    /** The caller gets its end. @returns false when the lane is over already. */
    addCaller(lane) {
        const known = this.#lanes.get(lane);
        if (known === undefined || known.station.isDone || !known.caller.link.isOpen)
            return false;
        known.caller.isDone = false;
        return true;
    }
    /**
     * A link says what became of its end of a lane.
     *
     * @param target word of the frame, unchecked.
     * @returns what it says, or null when no honest peer says that.
     */
    take(link, lane, target) {
        const known = this.#lanes.get(lane);
        const word = kWords.get(target);
        if (known === undefined || word === undefined)
            return null;
        const side = known.caller.link === link ? 'caller' : 'station';
        const end = known[side];
        if (end.link !== link || end.isDone || (word === 'ready' && end.isReady))
            return null;
        if (word === 'ready')
            end.isReady = true;
        else
            this.#end(lane, known, end);
        return { word, side };
    }
    /** An end will not get its lane, or its link is over. */
    endOf(lane, side) {
        const known = this.#lanes.get(lane);
        if (known !== undefined)
            this.#end(lane, known, known[side]);
    }
    /** A link is over: the other ends of its lanes are told. */
    onLinkGone(link) {
        for (const [lane, { caller, station }] of this.#lanes) {
            if (caller.link !== link && station.link !== link)
                continue;
            const other = caller.link === link ? station : caller;
            this.endOf(lane, caller.link === link ? 'caller' : 'station');
            if (!other.isDone)
                this.#tell(other.link, { type: 'lane-over', lane, isLost: true });
        }
    }
    #end(lane, known, end) {
        end.isDone = true;
        if (known.caller.isDone && known.station.isDone)
            this.#lanes.delete(lane);
    }
}
//# sourceMappingURL=lane-table.js.map