import type { World } from '../processes.js';
/** @returns its URL, or null when nats-server is not installed. */
export declare function startNatsServer(world: World): Promise<string | null>;
