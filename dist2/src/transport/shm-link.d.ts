import type { Socket } from 'node:net';
import type { NativeAddon } from '../ring/native.js';
import type { ReaderLoop } from '../ring/reader-loop.js';
import type { LinkEnd } from './link.js';
/** The center's end before the peer has it. */
export type ShmOffer = {
    readonly end: LinkEnd;
    /**
     * What the peer gets: memory, writer of the center's doorbell, reader of the peer's doorbell. The taker of the offer
     * closes them here, passed or not; the end needs none of them.
     */
    readonly passed: readonly [number, number, number];
};
/**
 * Makes the segment of a new link.
 *
 * @param socket the accepted connection; its end ends the link.
 * @param descriptor of that socket.
 * @param peerPid as the kernel says.
 * @returns the end, and descriptors to pass and then close: see {@link ShmOffer}.
 * @throws Error with the system's code when memory or descriptors are exhausted; nothing is left open then.
 */
export declare function offerShmLink(native: NativeAddon, socket: Socket, descriptor: number, ringBytes: number, generation: number, peerPid: number, loop: ReaderLoop): ShmOffer;
/**
 * Opens the peer's end on what the center passed. Owns socket and descriptors from here on.
 *
 * @param socket descriptor of the connection.
 * @param descriptors memory, writer of the center's doorbell, reader of the peer's doorbell.
 * @throws CenterError ERR_PROTOCOL when the segment is not what the welcome said; nothing is left open then.
 */
export declare function acceptShmLink(native: NativeAddon, socket: number, ringBytes: number, generation: number, descriptors: readonly number[], loop: ReaderLoop): LinkEnd;
