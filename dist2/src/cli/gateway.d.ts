import type { Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds the command. */
export declare function addGatewayCommand(program: Command, context: CliContext): void;
