import type { Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds the command. */
export declare function addStatsCommand(program: Command, context: CliContext): void;
