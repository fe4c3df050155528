import type { HttpEngine } from '../http/http-server.js';
import { type ResolvedHttpOptions } from './gateway-options.js';
/** What one gateway is started with; goes to threads as it is. */
export type GatewayPlan = {
    /** Address of the center; see docs/CONFIG.md. */
    readonly center: string;
    readonly token: string | null;
    /** PEM of the authorities of a TLS center. */
    readonly certificates: string | null;
    readonly options: ResolvedHttpOptions;
    /** Its share of the counters. */
    readonly counters: SharedArrayBuffer;
    /** True when other threads of this process listen at the same port. */
    readonly isShared: boolean;
    /** True: a center that is away is waited for, and answers are 503 meanwhile. */
    readonly mayBeAway: boolean;
};
/** A gateway that listens. */
export type Gateway = {
    readonly engine: HttpEngine;
    /** Why this engine, in words. */
    readonly why: string;
    /** Bound `host:port`. */
    readonly address: string;
    /** Takes the settings that can change: CORS, proxies, access log, files, compression, bounds of bodies; and TLS files that have changed. Rejects, and keeps all that it had, when something is wrong. */
    reload(options: ResolvedHttpOptions): Promise<void>;
    /** Opens the file of the access log again. */
    reopenLog(): void;
    /** Takes no new connection, waits for the answers on the way, at most so long, and ends. */
    close(timeoutMs: number): Promise<void>;
    /** Lets go of the port and every connection in this turn: for a thread that has no other. */
    cut(): void;
};
/**
 * Opens a gateway.
 *
 * @param say is told what a person should know: links lost, a center that refuses.
 * @returns when it listens; and, unless the center may be away, when it has joined.
 * Rejects with ERR_BAD_ARGUMENT, ERR_LISTEN, ERR_NO_HTTP_ENGINE, and as Station.join does.
 */
export declare function openGateway(plan: GatewayPlan, say: (trouble: string) => void): Promise<Gateway>;
