import type { HttpOptions } from '../gateway/gateway-options.js';
import { type GatewayNews } from '../gateway/gateway-threads.js';
import type { HttpEngine } from '../http/http-server.js';
import { type Reload } from './reload.js';
export type GatewayOptions = HttpOptions & {
    /** Address of the center; default SIGNALBOX_CENTER, else `signalbox:default`. */
    readonly center?: string;
    /** Token that the center wants from remote stations. */
    readonly token?: string;
    /** PEM of the authorities that a TLS center's certificate may be signed by. Default: the system's. */
    readonly certificates?: string;
    /** Told of links lost, threads that died and the engine that was taken. Default: a line on stderr for each trouble. */
    readonly onNews?: (news: GatewayNews) => void;
};
/** A gateway that runs. */
export type RunningGateway = {
    /** Bound `host:port`. */
    readonly address: string;
    readonly engine: HttpEngine;
    /** Why this engine, in words for people. */
    readonly engineReason: string;
    /** Sums over its threads; see docs/COUNTERS.md. */
    counters(): Readonly<Record<string, number>>;
    /**
     * Takes CORS, proxies, access log, files, compression, and bounds of bodies and calls anew, and reads the TLS files again;
     * the rest needs a restart. Rejects with ERR_BAD_ARGUMENT; nothing is changed then.
     *
     * @returns what is in force now, and what has to wait for a restart.
     */
    reload(options: HttpOptions): Promise<Reload>;
    /** Opens the file of the access log again, after it was renamed. */
    reopenLog(): void;
    /** Takes no new connections, lets answers on the way end (10 s at most), and ends. */
    close(): Promise<void>;
};
/**
 * Starts a gateway. The center need not be there yet, and may go and come: requests are answered with 503 meanwhile.
 *
 * @returns when it listens.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_LISTEN, ERR_NO_HTTP_ENGINE.
 */
export declare function startGateway(options?: GatewayOptions): Promise<RunningGateway>;
