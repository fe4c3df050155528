import type { HttpServer, HttpServerOptions } from './http-server.js';
import type { Uws } from './uws-types.js';
/** @throws CenterError ERR_LISTEN, ERR_BAD_ARGUMENT (files of the certificate). */
export declare function openUwsServer(uws: Uws, options: HttpServerOptions): HttpServer;
