import type { LinkEnd } from '../transport/link.js';
import type { FromData, LanePass, LinkKey } from './messages.js';
/** A link by which lanes may go. */
export type LaneLink = {
    readonly isOpen: boolean;
    readonly end: Pick<LinkEnd, 'passLane'>;
};
/** What is needed of the dispatch worker. */
export type LaneGround<Link extends LaneLink> = {
    /** @returns the link while it is open. */
    find(key: LinkKey): Link | undefined;
    post(message: FromData): void;
    /** Closes a link, but not while its ring is read. */
    closeSoon(link: Link, reason: string): void;
};
export declare class LanePassing<Link extends LaneLink> {
    #private;
    constructor(ground: LaneGround<Link>);
    /** Hands an end out, and tells control whether it is on its way. */
    pass(pass: LanePass): void;
    /** Tells an end that control has ended its lane; nobody, when the link is over. */
    tell(key: LinkKey, lane: number, isLost: boolean): void;
    /** A link says what became of a lane. @returns false when it has none to say that of. */
    onSaid(link: Link, lane: number, target: number): boolean;
    /** A link is over: the other ends of its lanes are told. */
    onLinkGone(link: Link): void;
}
