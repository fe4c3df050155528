// Waits that end.

/**
 * Waits for a promise, but not for ever.
 *
 * @param timeoutMs milliseconds after which the wait is over all the same.
 * Rejects as the promise does.
 */
export function within(promise: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  return Promise.race([promise.then(() => {}), late]).finally(() => clearTimeout(timer))
}
