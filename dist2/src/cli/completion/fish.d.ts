import type { CommandWords } from './words.js';
/** A script for ~/.config/fish/completions. */
export declare function fishScript(commands: readonly CommandWords[]): string;
