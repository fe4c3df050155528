import type { CliContext } from './context.js';
/**
 * Runs one command.
 *
 * @param args what stands behind the program's name.
 * @returns the exit code. Never rejects.
 */
export declare function runCli(args: readonly string[], context: CliContext): Promise<number>;
