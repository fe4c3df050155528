/** Throws an error where nobody can catch it: the process learns of a bug in a callback, and what called it goes on. */
export function throwLater(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}
