import { type Center } from '../control/center.js';
import type { CenterOptions } from '../control/options.js';
/**
 * Starts a center in this process.
 *
 * @returns when it listens and its own routes are in force.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_UNSAFE_DIRECTORY, ERR_CENTER_RUNS, and of the
 * gateway's ERR_LISTEN, ERR_NO_HTTP_ENGINE.
 */
export declare function startCenter(options?: CenterOptions): Promise<Center>;
