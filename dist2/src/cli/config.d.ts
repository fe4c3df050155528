import type { Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds the group of commands. */
export declare function addConfigCommand(program: Command, context: CliContext): void;
