import type { LaneOver, LaneSide } from '../wire/control.js';
/** What a link is here. */
type AnyLink = {
    readonly isOpen: boolean;
};
/** What an end says of its lane. */
export type LaneWord = 'ready' | 'finished' | 'broken';
export declare class LaneTable<Link extends AnyLink> {
    #private;
    /** @param tell sends by a link's socket. */
    constructor(tell: (link: Link, over: LaneOver) => void);
    /** A lane is being passed on. Its station gets it first; the caller's part is done until it gets it, too. */
    add(lane: number, caller: Link, station: Link): void;
    /** The caller gets its end. @returns false when the lane is over already. */
    addCaller(lane: number): boolean;
    /**
     * A link says what became of its end of a lane.
     *
     * @param target word of the frame, unchecked.
     * @returns what it says, or null when no honest peer says that.
     */
    take(link: Link, lane: number, target: number): {
        word: LaneWord;
        side: LaneSide;
    } | null;
    /** An end will not get its lane, or its link is over. */
    endOf(lane: number, side: LaneSide): void;
    /** A link is over: the other ends of its lanes are told. */
    onLinkGone(link: Link): void;
}
export {};
