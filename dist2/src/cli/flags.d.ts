import { Option } from 'commander';
/** A flag with its environment variable `SIGNALBOX_<FLAG>`; the flag wins. */
export declare function flag(flags: string, description: string): Option;
/** A flag with a text that is not empty. */
export declare function textFlag(flags: string, description: string): Option;
/** A flag with a whole number. */
export declare function wholeFlag(flags: string, description: string, min: number, max: number): Option;
/**
 * A flag with a span of time: `200ms`, `1.5s`, `2m`, `1h`; a whole number alone is milliseconds. Its value is in
 * milliseconds.
 */
export declare function spanFlag(flags: string, description: string, minMs: number, maxMs: number): Option;
/** How a listing is printed: a table for people, JSON for programs. */
export declare const outputFlag: () => Option;
export declare const centerFlag: () => Option;
export declare const tokenFileFlag: () => Option;
/**
 * Reads a token.
 *
 * @returns the file's text without the space around it; undefined where no file is named.
 * @throws CliError of usage when the file cannot be read or holds nothing.
 */
export declare function readToken(file: string | undefined): Promise<string | undefined>;
/** Reads a file that the user named; that it cannot be read is an error of usage. */
export declare function readNamedFile(file: string, name: string): Promise<string>;
