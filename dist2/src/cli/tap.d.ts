import { type Command } from 'commander';
import type { Colors } from './colors.js';
import type { CliContext } from './context.js';
import { type Item } from './listing.js';
/** Adds the command. */
export declare function addTapCommand(program: Command, context: CliContext): void;
/** A call as people read it: a line, and one for each body. */
export declare function tapLines(item: Item, colors: Colors): string;
