import { EchoWorld } from '../echo-world.js';
/** nats-server, a service and a caller; null when nats-server is not installed. */
export declare function openNatsWorld(way: 'inbox' | 'request'): Promise<EchoWorld | null>;
/** The center by hand over a Unix socket, a service and a caller. */
export declare function openSocketWorld(): Promise<EchoWorld>;
