import { type ChildProcess } from 'node:child_process';
import { type World } from './world.js';
export declare const kCliPath: string;
/** How a command ended. */
export type Ended = {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
};
export type RunningCli = {
    readonly child: ChildProcess;
    readonly stdout: () => string;
    readonly stderr: () => string;
    readonly ended: Promise<Ended>;
};
/** Starts a command that talks to the world's center. */
export declare function startCli(world: World, ...args: string[]): RunningCli;
/** The same, with more environment. */
export declare function startCliWith(world: World, env: Readonly<Record<string, string>>, ...args: string[]): RunningCli;
/** Runs a command to its end. */
export declare function runCli(world: World, ...args: string[]): Promise<Ended>;
/** Resolves when a command has printed a text on stdout. */
export declare function printed(command: RunningCli, text: string): Promise<void>;
