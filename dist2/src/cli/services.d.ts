import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { type Item } from './listing.js';
/** Adds both commands. */
export declare function addServicesCommands(program: Command, context: CliContext): void;
/** A service as `get service` shows it: once for each version. */
export declare function serviceText(name: string, stations: readonly Item[], routes: readonly Item[]): string;
