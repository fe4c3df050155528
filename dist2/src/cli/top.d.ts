import { type Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds the command. */
export declare function addTopCommand(program: Command, context: CliContext): void;
