import type { Handler } from './offers.js';
/** What a pooled handler is given: a copy of the call's plain parts. */
export type PooledCall = {
    readonly route: string;
    readonly path: string;
    readonly params: Readonly<Record<string, string>>;
    readonly query: string;
    readonly body: unknown;
    readonly caller: string;
};
export type PoolOptions = {
    /** Threads of the pool, 1 or more. Default: the machine's cores less one, at least one. */
    readonly threads?: number;
    /** Calls that may wait for a thread; a further one fails with ERR_OVERLOADED. Default 1,000. */
    readonly waitingCountMax?: number;
};
/**
 * Makes a handler that runs in a pool of threads.
 *
 * The call's signal ends the waiting, and ends the thread when the handler runs already. A stream body is not taken.
 *
 * @param module URL of a module whose default export takes a {@link PooledCall} and returns the reply.
 * @returns the handler; its threads start with the first call and do not keep the process alive.
 */
export declare function pooled(module: URL, options?: PoolOptions): Handler;
