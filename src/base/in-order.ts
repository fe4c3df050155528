// Work that must not overlap: one after the other, as it was asked for.

import { centerError } from './errors.js'

/** Does the work when all that was asked for before is done, whatever became of that. */
export type InOrder = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Makes a queue.
 *
 * @param what it is a queue of, for the error.
 * @param countMax work that is being done or waits; further work rejects with ERR_OVERLOADED and is not done.
 */
export function inOrder(what: string, countMax: number): InOrder {
  let last: Promise<unknown> = Promise.resolve()
  let count = 0
  return async (work) => {
    if (count >= countMax) throw centerError('ERR_OVERLOADED', { what, limit: countMax })
    count++
    const mine = last.then(work).finally(() => count--)
    last = mine.catch(() => {}) // told to whoever asked for it
    return mine
  }
}
