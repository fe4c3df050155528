import type { World } from '../processes.js';
/** @returns `host:port`, or null when nginx is not installed. */
export declare function startNginx(world: World, upstream: string): Promise<string | null>;
