import type { Command } from 'commander';
import type { Paint } from './colors.js';
import type { CliContext } from './context.js';
/** Adds the command. */
export declare function addStationsCommand(program: Command, context: CliContext): void;
/** What is not as usual stands out. */
export declare function statePaint(state: unknown): Paint | undefined;
