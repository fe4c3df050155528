import type { Logger } from '../base/logger.js';
import type { ResolvedHttpOptions } from '../gateway/gateway-options.js';
import { GatewayThreads } from '../gateway/gateway-threads.js';
import { type DispatchThread } from './worker-pool.js';
/** Makes the gateway of a center that may start meanwhile. */
export declare function centerGateway(options: ResolvedHttpOptions, dispatch: Promise<DispatchThread>, ringBytes: number, log: Logger): GatewayThreads;
