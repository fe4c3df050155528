import { type ChildProcess } from 'node:child_process';
/** A process and the text that it has written so far. Whoever makes one ends it. */
export declare class Talker {
    readonly child: ChildProcess;
    out: string;
    err: string;
    constructor(program: string, args: readonly string[], env?: Record<string, string>);
    saysOut(pattern: RegExp): Promise<void>;
    saysErr(pattern: RegExp): Promise<void>;
}
