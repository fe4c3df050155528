import { type HttpRequest, type HttpResponse } from '../http/http-server.js';
import type { GatewayWorld } from './gateway-world.js';
export declare class HttpCall {
    #private;
    constructor(world: GatewayWorld, request: HttpRequest, response: HttpResponse);
    /** Answers the request, sooner or later. */
    run(): void;
}
