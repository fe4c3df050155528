import type { LinkRings, RingFill } from '../data/messages.js';
import type { Carrier } from '../wire/control.js';
import type { Registry } from './registry.js';
export type RingsReport = {
    /** Id of the station. */
    readonly station: string;
    /** What the center writes and the station reads: requests, replies, messages. */
    readonly toStation: RingFill;
    /** What the station writes. */
    readonly toCenter: RingFill;
    /** Bytes that wait in the center's memory for room in the station's ring. */
    readonly waitingBytes: number;
};
/** The rings of all links of one carrier together. */
export type CarrierRings = {
    readonly carrier: Carrier;
    readonly links: number;
    /** Greatest share of a ring towards a station that is not read yet, 0 … 1. */
    readonly toStationFill: number;
    /** The same for the rings towards the center. */
    readonly toCenterFill: number;
    /** Bytes that wait in the center's memory for room in a ring. */
    readonly deferredBytes: number;
};
type Finder = Pick<Registry, 'find'>;
/** The rings of every station that is still there, in the order of their links. */
export declare function ringsByStation(registry: Finder, rings: readonly LinkRings[]): RingsReport[];
/** One line for each carrier that has links. */
export declare function ringsByCarrier(registry: Finder, rings: readonly LinkRings[]): CarrierRings[];
/** Used share of a ring. Positions are the peer's to write: nonsense must not leave the scale from 0 to 1. */
export declare function fillShare({ usedBytes, capacityBytes }: RingFill): number;
export {};
