import type { HttpEngine, HttpServer, HttpServerOptions } from './http-server.js';
import { type UwsProbe } from './uws-load.js';
/** What `--http-engine` takes. */
export type HttpEngineChoice = HttpEngine | 'auto';
export type OpenedHttpServer = {
    readonly server: HttpServer;
    /** Why this engine, in words, for a log. */
    readonly why: string;
};
/**
 * Opens a server.
 *
 * @param choice `auto` takes uWebSockets.js where it can be loaded and the server is not exposed, else Node's own.
 * @throws CenterError (rejects) ERR_NO_HTTP_ENGINE when the engine cannot be used, ERR_LISTEN when the address cannot be
 *   had, ERR_BAD_ARGUMENT when certificate and key cannot be used.
 */
export declare function openHttpServer(choice: HttpEngineChoice, options: HttpServerOptions): Promise<OpenedHttpServer>;
/** Which engine runs, and why. */
export type EngineDecision = {
    readonly engine: HttpEngine;
    /** The library; null for node. */
    readonly uws: UwsProbe['uws'];
    readonly why: string;
};
/**
 * Decides for an engine, and loads it.
 *
 * @param isExposed see {@link HttpServerOptions}.
 * @throws CenterError ERR_NO_HTTP_ENGINE.
 */
export declare function chooseEngine(choice: HttpEngineChoice, isExposed: boolean): EngineDecision;
