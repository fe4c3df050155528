// What a fuzz target is: a module with a function `fuzz`, as jazzer.js wants it, that throws where a rule is broken. What a
// parser refuses in the ways that it promises is caught by the target.
import { CenterError } from '../../src/base/errors.js';
/**
 * Runs a parser on bytes that it may refuse.
 *
 * @param codes of the refusals that it promises; any other error is thrown on.
 * @returns what it gave, or undefined where it refused.
 */
export function accepted(parse, ...codes) {
    try {
        return parse();
    }
    catch (error) {
        if (error instanceof CenterError && codes.some((code) => code === error.code))
            return undefined;
        throw error;
    }
}
//# sourceMappingURL=target.js.map