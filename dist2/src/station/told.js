// Who waits for the outcome of a call: the two functions of a promise, or callbacks.
import { throwLater } from '../base/throw-later.js';
/** A callback that throws must not end the poll that called it. */
export function tell(told, outcome, mark) {
    try {
        told(outcome, mark);
    }
    catch (error) {
        throwLater(error);
    }
}
/** The same, not in this turn of the code that calls: nobody expects a callback before the call has returned. */
export function tellSoon(told, outcome, mark) {
    queueMicrotask(() => tell(told, outcome, mark));
}
//# sourceMappingURL=told.js.map