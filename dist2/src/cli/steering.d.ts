import type { Command } from 'commander';
import type { CliContext } from './context.js';
/** Adds the three commands. */
export declare function addSteeringCommands(program: Command, context: CliContext): void;
