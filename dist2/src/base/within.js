// Waits that end.
/**
 * Waits for a promise, but not for ever.
 *
 * @param timeoutMs milliseconds after which the wait is over all the same.
 * Rejects as the promise does.
 */
export function within(promise, timeoutMs) {
    let timer;
    const late = new Promise((resolve) => {
        timer = setTimeout(resolve, timeoutMs);
    });
    return Promise.race([promise.then(() => { }), late]).finally(() => clearTimeout(timer));
}
//# sourceMappingURL=within.js.map