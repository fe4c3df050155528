// Time as a value that tests can inject. Nothing in data/ or control/ asks the system by itself.

/** A monotonic clock. */
export type Clock = {
  /** Milliseconds since an arbitrary start, with fractions; never goes back. */
  nowMs(): number
}

/** The clock of the process: monotonic, the same origin in every thread of it. */
export const systemClock: Clock = {
  // timeOrigin differs from worker to worker; adding it gives every thread one common origin.
  nowMs: () => performance.timeOrigin + performance.now(),
}
