// Who waits for the outcome of a call: the two functions of a promise, or callbacks.

import { throwLater } from '../base/throw-later.js'

/** Told of a call's outcome. Of a promise there is no mark. */
export type Told = (outcome: unknown, mark: unknown) => void

/** A callback that throws must not end the poll that called it. */
export function tell(told: Told, outcome: unknown, mark: unknown): void {
  try {
    told(outcome, mark)
  } catch (error) {
    throwLater(error)
  }
}

/** The same, not in this turn of the code that calls: nobody expects a callback before the call has returned. */
export function tellSoon(told: Told, outcome: unknown, mark: unknown): void {
  queueMicrotask(() => tell(told, outcome, mark))
}
