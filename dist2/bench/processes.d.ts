import { type ChildProcess, type SpawnOptions } from 'node:child_process';
import type { Figures } from './figures.js';
/** A program of bench/ that answers questions; see answer.ts. */
export declare class Program {
    #private;
    readonly pid: number;
    constructor(child: ChildProcess, name: string);
    /** Asks; rejects with the program's error, when it ends, or after a minute. */
    ask(question: string, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
    /** Stops it in mid-work; it is asleep until the world is closed, which ends it. */
    fallAsleep(): void;
    /** The same, for answers that are figures. */
    askFigures(question: string, parameters?: Readonly<Record<string, unknown>>): Promise<Figures>;
}
/** Closes all worlds, however far their work has come. */
export declare function closeWorlds(): Promise<void>;
/** Processes that belong to one setup, and a folder for their sockets. */
export declare class World {
    #private;
    /** A temporary folder that ends with the world. */
    readonly folder: string;
    constructor();
    /** Starts a program of dist/bench/, for example `programs/center.js`. */
    start(path: string): Program;
    /** Starts any other program; null when it is not installed. */
    spawn(command: string, args: readonly string[], options: SpawnOptions): Promise<ChildProcess | null>;
    /**
     * What a piece of work costs all processes of the world.
     *
     * @param work answers with the figures of one run; `count` among them is how many calls or messages there were.
     * @returns those, but `count` and `seconds`; with perSecond, cpuUsPerCall, residentMiB and processes.
     */
    measure(work: () => Promise<Figures>): Promise<Figures>;
    close(): Promise<void>;
}
/** Microseconds of CPU that a process has used, all threads, from the scheduler's own book: exact to the nanosecond. */
export declare function cpuUs(pid: number): number;
/** Resident memory of a process. */
export declare function residentMiB(pid: number): number;
