import { type CommandWords } from './words.js';
/** A script to be sourced by bash 4 or later. */
export declare function bashScript(commands: readonly CommandWords[]): string;
/** A script for a folder of zsh's fpath, under the name _signalbox; it may be sourced as well. */
export declare function zshScript(commands: readonly CommandWords[]): string;
