import type { Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds them all. */
export declare function addVerbs(program: Command, context: CliContext): void;
