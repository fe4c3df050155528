import type { HttpServer, HttpServerOptions } from './http-server.js';
/**
 * Opens a server.
 *
 * @throws CenterError (rejects) ERR_LISTEN, ERR_BAD_ARGUMENT (files of the certificate), ERR_NO_HTTP_ENGINE where the
 *   port is to be shared and this Node cannot.
 */
export declare function openNodeServer(options: HttpServerOptions): Promise<HttpServer>;
/** Whether a version of Node knows `reusePort`. */
export declare function canSharePort(version: string): boolean;
