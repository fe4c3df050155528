import type { ChildProcess } from 'node:child_process';
import { type Center } from '../../../src/index.js';
/** What the program asks. */
export type HostRequest = {
    readonly type: 'open' | 'close';
    readonly id: number;
};
/** What it is told. */
export type HostAnswer = {
    readonly type: 'opened';
    readonly id: number;
    readonly pipe: string;
    readonly port: number;
} | {
    readonly type: 'closed';
    readonly id: number;
};
/** A center with its gateway. */
export declare function openCenter(name: string, folder: string): Promise<Center>;
/** A folder for pipes that is gone when `remove` was called. */
export declare function makeFolder(): {
    readonly path: string;
    remove(): void;
};
/** Answers what a child asks, until it ends. @returns closes what it left open. */
export declare function hostCenters(child: ChildProcess, folder: string): () => Promise<void>;
