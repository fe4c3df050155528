// Expecting errors.
import { CenterError } from '../../src/index.js';
/** The CenterError that a promise rejects with. Any other outcome fails the test. */
export async function refusalOf(promise) {
    const outcome = await promise.then((value) => ({ value }), (error) => ({ error }));
    if (!('error' in outcome))
        throw new Error(`it was not refused: ${String(outcome.value)}`);
    if (outcome.error instanceof CenterError)
        return outcome.error;
    throw outcome.error;
}
/** The CenterError that a function throws. Any other outcome fails the test. */
export function refusalBy(run) {
    let outcome;
    try {
        outcome = run();
    }
    catch (error) {
        if (error instanceof CenterError)
            return error;
        throw error;
    }
    throw new Error(`it was not refused: ${String(outcome)}`);
}
//# sourceMappingURL=refusal.js.map