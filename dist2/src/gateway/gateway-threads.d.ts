import type { HttpEngine } from '../http/http-server.js';
import type { GatewayPlan } from './gateway.js';
import type { GatewayThreadData } from './gateway-messages.js';
import type { ResolvedHttpOptions } from './gateway-options.js';
/** What all threads of a gateway have in common. */
export type SharedPlan = Omit<GatewayPlan, 'counters' | 'isShared'>;
/** A thread that was started. */
export type GatewayHost = {
    /** Resolves when the thread has ended, with its error where it died of one. */
    readonly ended: Promise<Error | null>;
    terminate(): Promise<void>;
};
/** Starts gateway-worker.ts in a thread. */
export type SpawnGateway = (data: GatewayThreadData) => Promise<GatewayHost>;
/** For a log. */
export type GatewayNews = {
    readonly isTrouble: boolean;
    readonly text: string;
};
export declare class GatewayThreads {
    #private;
    /** @param say is told of threads that died and of what they report. */
    constructor(plan: SharedPlan, spawn: SpawnGateway, say: (news: GatewayNews) => void);
    /** Bound `host:port`. */
    get address(): string;
    get engine(): HttpEngine | null;
    /** Why this engine, in words; '' before it listens. */
    get engineReason(): string;
    /** Sums over all threads, by name; see docs/COUNTERS.md. */
    counters(): Readonly<Record<string, number>>;
    /** Starts the first thread already, so that it has loaded its modules when {@link start} is called. */
    startAhead(): void;
    /** Resolves when all threads listen. Rejects as openGateway does; none runs then. */
    start(): Promise<void>;
    /**
     * Hands on the settings that can change; one reload after the other. Rejects with the first refusal; the threads then
     * keep what they had. Rejects with ERR_OVERLOADED when too many wait.
     */
    reload(options: ResolvedHttpOptions): Promise<void>;
    /** Opens the file of the access log again, after it was renamed. */
    reopenLog(): void;
    /** Takes no new connections, lets answers on the way end for at most so long, and ends the threads. */
    close(timeoutMs: number): Promise<void>;
}
