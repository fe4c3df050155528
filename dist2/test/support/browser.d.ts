import { type ChildProcess } from 'node:child_process';
import { WebSocket } from 'ws';
/** Path of a browser that is installed, or null. */
export declare function findBrowser(): string | null;
export declare class Browser {
    #private;
    /** Made by {@link openBrowser}. */
    constructor(child: ChildProcess, socket: WebSocket, folder: string);
    /** Opens a page in a tab of its own. */
    open(url: string): Promise<void>;
    /** Value of an expression in the page; promises are waited for. */
    value(expression: string): Promise<unknown>;
    /** Looks until an expression is true. */
    until(expression: string): Promise<void>;
    /** Types into what has the focus. */
    type(text: string): Promise<void>;
    /** Presses a key, for example `Enter` with code 13. */
    press(key: string, code: number): Promise<void>;
    close(): Promise<void>;
}
/** Starts a browser with a profile of its own. */
export declare function openBrowser(program: string): Promise<Browser>;
