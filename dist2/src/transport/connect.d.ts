import type { ReaderLoop } from '../ring/reader-loop.js';
import { type ControlMessage } from '../wire/control.js';
import type { Address } from './address.js';
import type { LinkEnd } from './link.js';
import type { Hello } from './link-listener.js';
export type Welcome = Extract<ControlMessage, {
    type: 'welcome';
}>;
/** An open link, and what the center said. `notice` tells why a wish for shared memory was refused. */
export type Connected = {
    readonly end: LinkEnd;
    readonly notice: string;
    readonly heartbeatMs: number;
};
/** What a station says of itself; the rest follows from the way that it takes. */
export type OwnHello = Omit<Hello, 'carrier' | 'takesLanes'>;
/** Asks the center for a link of this worker thread. What comes opens it in a loop. */
export type WorkerDoor = (hello: OwnHello) => Promise<(loop: ReaderLoop) => LinkEnd>;
/** Tells a worker thread how to ask its center for a link; the thread's bootstrap does. */
export declare function setWorkerDoor(door: WorkerDoor): void;
/**
 * Opens a link.
 *
 * @param hello who knocks.
 * @param certificates PEM of authorities that a TLS center may be signed by; undefined: the system's.
 * @throws CenterError ERR_NO_CENTER (retryable), ERR_REFUSED, ERR_TOKEN, ERR_VERSION, ERR_NO_SHARED_MEMORY, ERR_PROTOCOL.
 */
export declare function connectLink(address: Address, hello: OwnHello, loop: ReaderLoop, certificates: string | undefined): Promise<Connected>;
