import type { CliContext } from './context.js';
export declare const kJsonHelp = "the body: JSON text, - for stdin, @file for a file";
/**
 * Reads a body.
 *
 * @param json as it stands on the command line; undefined for none.
 * @throws CliError where it cannot be read, or is no JSON.
 */
export declare function bodyOf(context: CliContext, json: string | undefined): Promise<unknown>;
/** True for `/path` and `METHOD /path`; else a service is named. */
export declare function isRoute(text: string): boolean;
/** @throws CliError of usage when this cannot be called. */
export declare function checkRoute(route: string, hasBody: boolean): void;
