/**
 * Waits for a promise, but not for ever.
 *
 * @param timeoutMs milliseconds after which the wait is over all the same.
 * Rejects as the promise does.
 */
export declare function within(promise: Promise<unknown>, timeoutMs: number): Promise<void>;
