// Exit codes, and the errors that carry one to the end of a command. docs/CLI.md has the table.
import { CenterError } from '../base/errors.js';
export const kExitOk = 0;
/** The command line is wrong and nothing was done, or the answer did not come in time. */
export const kExitUsage = 1;
/** Whoever asked may not. */
export const kExitUnauthorized = 2;
/** The name of a method is none. */
export const kExitBadMethodName = 3;
/** No center answered, or nobody offers the service that was named. */
export const kExitNoCenter = 4;
/** The service is there and has no such method. */
export const kExitNoMethod = 5;
/** Another failure that signalbox or a service has a code for. */
export const kExitFailed = 127;
/** Whatever else fails: the system, or signalbox itself. */
export const kExitOther = 128;
/** The end of every help text. */
export const kExitCodesHelp = `
Exit codes:
    0  done
    1  the command line is wrong and nothing was done; or no answer came in time
    2  not authorized
    3  the name of a method is none
    4  no center answers at the address, or nobody offers the service
    5  the service has no such method
  127  the call failed, or the center could not start; stderr says it as "CODE: text"
  128  anything else failed`;
/** A failure with the exit code and the text that the user gets. */
export class CliError extends Error {
    name = 'CliError';
    exitCode;
    constructor(exitCode, text) {
        super(text);
        this.exitCode = exitCode;
    }
}
/** The user asked for something that cannot be. */
export function usageError(text) {
    return new CliError(kExitUsage, `error: ${text}`);
}
/** No center answered at an address. The reason stands on a second line. */
export function noCenterError(address, error) {
    const text = `Failed to connect to signalbox server at ${address}`;
    return new CliError(kExitNoCenter, `${text}\n${textOf(error)}`);
}
/**
 * The failure of a call or of an operation.
 *
 * The text is `CODE: text`, with details on a further line. Where the command line of compatible systems has a
 * sentence of its own for a failure, that sentence stands before it.
 *
 * @param thrown a CenterError, or an error of the system with a code of its own (`EADDRINUSE`).
 * @param exitCode instead of the one that follows from the failure.
 */
export function failureOf(thrown, exitCode) {
    if (thrown instanceof CliError)
        return thrown;
    if (thrown instanceof CenterError) {
        const known = knownFailure(thrown);
        const text = known.sentence === undefined ? textOf(thrown) : `${known.sentence}\n${textOf(thrown)}`;
        return new CliError(exitCode ?? known.exitCode, text);
    }
    if (!(thrown instanceof Error)) {
        return new CliError(exitCode ?? kExitOther, `ERR_UNKNOWN: ${String(thrown)}`);
    }
    const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
    // Node begins the text of some of them with the code.
    const text = thrown.message.startsWith(`${code}: `)
        ? thrown.message
        : `${code}: ${thrown.message}`;
    return new CliError(exitCode ?? kExitOther, text);
}
/** Failures that are told by their text, because services of compatible systems know no code for them. */
const kTextRules = [
    {
        pattern: /^malformed method name: "(.*)"$/,
        exitCode: kExitBadMethodName,
        sentence: (name) => `Method name "${name}" invalid format. Expecting service.endpoint`,
    },
    {
        pattern: /^service (.+): route not found$/,
        exitCode: kExitNoCenter,
        sentence: (name) => `Service "${name}" not found`,
    },
    {
        pattern: /^unknown service (.+)$/,
        exitCode: kExitNoMethod,
        sentence: (name) => `Service method "${name}" not found`,
    },
];
function knownFailure(error) {
    if (error.status === 401) {
        return { exitCode: kExitUnauthorized, sentence: 'Not authorized to perform this request' };
    }
    if (error.code === 'ERR_DEADLINE') {
        return { exitCode: kExitUsage, sentence: 'Request timed out' };
    }
    for (const { pattern, exitCode, sentence } of kTextRules) {
        const match = pattern.exec(error.message);
        if (match !== null)
            return { exitCode, sentence: sentence(match[1]) };
    }
    return { exitCode: kExitFailed };
}
function textOf(error) {
    const details = error.details === undefined ? '' : `\n${JSON.stringify(error.details)}`;
    return `${error.code}: ${error.message}${details}`;
}
//# sourceMappingURL=exit.js.map