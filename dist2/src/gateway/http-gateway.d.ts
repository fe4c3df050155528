import type { HttpHandlers } from '../http/http-server.js';
import type { GatewayWorld } from './gateway-world.js';
/** The handlers of a gateway. */
export declare function gatewayHandlers(world: GatewayWorld): HttpHandlers;
