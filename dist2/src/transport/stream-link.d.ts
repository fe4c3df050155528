import type { Socket } from 'node:net';
import type { ReaderLoop } from '../ring/reader-loop.js';
import type { Carrier } from '../wire/control.js';
import type { LinkEnd } from './link.js';
/**
 * Puts rings over a socket. The socket is owned by the link from here on.
 *
 * @param early bytes that came together with the handshake and belong to the link.
 * @param leaseMs milliseconds of silence after which the peer counts as gone; 0: the end of the socket is enough.
 */
export declare function openStreamLink(socket: Socket, carrier: Carrier, ringBytes: number, early: Buffer, loop: ReaderLoop, leaseMs: number): LinkEnd;
