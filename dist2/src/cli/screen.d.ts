import type { WriteStream } from 'node:tty';
import type { Screen } from './context.js';
/** @param input the keyboard; may be no terminal: then there are no keys. */
export declare function screenOf(input: NodeJS.ReadStream, output: WriteStream): Screen;
/** Shows one line that the next one replaces; nothing where nobody would see it. */
export declare function progressOn(stream: NodeJS.WriteStream): (text: string) => void;
