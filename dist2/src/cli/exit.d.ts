import { CenterError } from '../base/errors.js';
export declare const kExitOk = 0;
/** The command line is wrong and nothing was done, or the answer did not come in time. */
export declare const kExitUsage = 1;
/** Whoever asked may not. */
export declare const kExitUnauthorized = 2;
/** The name of a method is none. */
export declare const kExitBadMethodName = 3;
/** No center answered, or nobody offers the service that was named. */
export declare const kExitNoCenter = 4;
/** The service is there and has no such method. */
export declare const kExitNoMethod = 5;
/** Another failure that signalbox or a service has a code for. */
export declare const kExitFailed = 127;
/** Whatever else fails: the system, or signalbox itself. */
export declare const kExitOther = 128;
/** The end of every help text. */
export declare const kExitCodesHelp = "\nExit codes:\n    0  done\n    1  the command line is wrong and nothing was done; or no answer came in time\n    2  not authorized\n    3  the name of a method is none\n    4  no center answers at the address, or nobody offers the service\n    5  the service has no such method\n  127  the call failed, or the center could not start; stderr says it as \"CODE: text\"\n  128  anything else failed";
/** A failure with the exit code and the text that the user gets. */
export declare class CliError extends Error {
    readonly name = "CliError";
    readonly exitCode: number;
    constructor(exitCode: number, text: string);
}
/** The user asked for something that cannot be. */
export declare function usageError(text: string): CliError;
/** No center answered at an address. The reason stands on a second line. */
export declare function noCenterError(address: string, error: CenterError): CliError;
/**
 * The failure of a call or of an operation.
 *
 * The text is `CODE: text`, with details on a further line. Where the command line of compatible systems has a
 * sentence of its own for a failure, that sentence stands before it.
 *
 * @param thrown a CenterError, or an error of the system with a code of its own (`EADDRINUSE`).
 * @param exitCode instead of the one that follows from the failure.
 */
export declare function failureOf(thrown: unknown, exitCode?: number): CliError;
