import { type Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds both commands. */
export declare function addTopicCommands(program: Command, context: CliContext): void;
