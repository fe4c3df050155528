// Work that must not overlap: one after the other, as it was asked for.
import { centerError } from './errors.js';
/**
 * Makes a queue.
 *
 * @param what it is a queue of, for the error.
 * @param countMax work that is being done or waits; further work rejects with ERR_OVERLOADED and is not done.
 */
export function inOrder(what, countMax) {
    let last = Promise.resolve();
    let count = 0;
    return async (work) => {
        if (count >= countMax)
            throw centerError('ERR_OVERLOADED', { what, limit: countMax });
        count++;
        const mine = last.then(work).finally(() => count--);
        last = mine.catch(() => { }); // told to whoever asked for it
        return mine;
    };
}
//# sourceMappingURL=in-order.js.map