// Runs in the threads of a pool: loads the author's module once, and brings errors back whole. Node's own way of passing
// an error between threads keeps its text only.
import { errorBodyOf, errorJson } from '../base/errors.js';
import { kBodyBytesMax } from '../base/limits.js';
/** Answers one call with the module's default export. */
export async function answer({ module, call }) {
    try {
        const loaded = (await import(module));
        if (typeof loaded.default !== 'function')
            throw new Error(`${module} has no function as its default export`);
        return { value: await loaded.default(call) };
    }
    catch (error) {
        return {
            error: JSON.parse(errorJson(errorBodyOf(error, call.route), kBodyBytesMax)),
        };
    }
}
//# sourceMappingURL=pool-worker.js.map