/** Does the work when all that was asked for before is done, whatever became of that. */
export type InOrder = <T>(work: () => Promise<T>) => Promise<T>;
/**
 * Makes a queue.
 *
 * @param what it is a queue of, for the error.
 * @param countMax work that is being done or waits; further work rejects with ERR_OVERLOADED and is not done.
 */
export declare function inOrder(what: string, countMax: number): InOrder;
