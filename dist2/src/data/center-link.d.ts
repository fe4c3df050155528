import type { RecordHandler, RingReader } from '../ring/ring-reader.js';
import { type RingWriter } from '../ring/ring-writer.js';
import type { LinkEnd } from '../transport/link.js';
import { ControlInbox } from './control-inbox.js';
import type { LinkRings } from './messages.js';
import { PendingCalls } from './pending-calls.js';
import type { NoRoute, RouteEntry } from './route-table.js';
/** A name that the peer replaced by a small number. */
export type Handle = {
    readonly isTopic: boolean;
    /** "METHOD /path" or a topic. */
    readonly name: string;
    /** Context field that carries the path to a station whose route has parameters. */
    readonly pathField: Uint8Array;
    route: RouteEntry | NoRoute;
    /** RouteTable.matchEpoch for which `route` is right. */
    matchEpoch: number;
    /** Calls until it is asked whether they came within a second, and when the count began; see hot-paths.ts. */
    callsUntilHot: number;
    heatSinceMs: number;
    /** No lane is wished for before. */
    askAgainMs: number;
};
/** Takes a record of a link. */
export type LinkRecords = {
    onLinkRecord(link: CenterLink, offset: number, sizeBytes: number): boolean;
};
export declare class CenterLink implements RecordHandler {
    #private;
    readonly index: number;
    readonly generation: number;
    readonly name: string;
    readonly end: LinkEnd;
    readonly reader: RingReader;
    readonly writer: RingWriter;
    isOpen: boolean;
    /** It broke the protocol or is too slow; its owner is about to close it. */
    isUnfit: boolean;
    /** Records were written and not published yet. */
    isDirty: boolean;
    /** Control messages that it sent and that the control plane has not taken. */
    readonly control: ControlInbox;
    /** Calls sent to this station. */
    readonly pending: PendingCalls;
    readonly handles: (Handle | undefined)[];
    /** Where the calls of this link went, by the caller's slot. */
    callTarget: Int32Array;
    callSlot: Int32Array;
    callGeneration: Int32Array;
    /** Generations of the links whose names this station was told, by link index. */
    readonly introduced: number[];
    /** It can be handed lanes. */
    readonly takesLanes: boolean;
    constructor(index: number, generation: number, name: string, end: LinkEnd, takesLanes: boolean, records: LinkRecords);
    onRecord(_reader: RingReader, offset: number, sizeBytes: number): boolean;
    /** True when nothing is read from it: frames wait for room in its ring, or the control plane has enough of it. */
    get isHeldBack(): boolean;
    /** Counts a frame that led nowhere: a refused call, a cancel of no call, a late reply, a heartbeat. */
    noteVain(nowMs: number): void;
    /** The clock's milliseconds at which it may be read again after too many such frames; 0 when it may now. */
    vainUntilMs(nowMs: number): number;
    /** True while frames wait for room in this peer's ring. */
    get isDeferring(): boolean;
    /** Bytes that wait for room in this peer's ring. */
    get overflowBytes(): number;
    /** How full its rings are. */
    rings(): LinkRings;
    /** Remembers where a call went. @param callerSlot checked: 0 … kInFlightPerLinkMax - 1. */
    rememberCall(callerSlot: number, target: number, slot: number, generation: number): void;
    /** Gives a number a name. @returns false when the number is out of range, or the names are too long together. */
    intern(handle: number, value: Handle): boolean;
    /** True when a message of a topic may take room now; the last share of the ring is kept for calls. */
    hasTopicRoom(sizeBytes: number): boolean;
    /** Keeps a frame until its peer makes room. @returns false when the bound is reached: the peer is too slow to stay. */
    defer(frame: Uint8Array): boolean;
    /** Moves kept frames into the ring, as far as there is room. @returns how many, or kCorrupt. */
    flushDeferred(): number;
    /** Forgets the kept frames. */
    dropDeferred(): void;
}
