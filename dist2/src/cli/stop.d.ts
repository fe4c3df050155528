import type { CliContext } from './context.js';
/**
 * Runs something that SIGINT, SIGTERM or SIGHUP end. To be ended is no failure.
 *
 * @param work gets a signal that the first of these aborts; a second one ends the process at once.
 */
export declare function untilStopped(context: CliContext, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
/** Resolves after a time, or as soon as the signal is aborted. */
export declare function pause(ms: number, signal: AbortSignal): Promise<void>;
/** `requested` resolves at the first signal; the second one ends the process at once. */
export declare function listenForStop(context: CliContext): {
    requested: Promise<void>;
    release: () => void;
};
