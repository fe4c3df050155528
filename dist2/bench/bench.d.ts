import { type Figures, type Result } from './figures.js';
/** Something that is set up and can be measured again and again. */
export type Subject = {
    /** Measures for about `runMs` milliseconds. */
    measure(runMs: number): Promise<Figures>;
};
/** One line of the output. */
export type Case = {
    readonly name: string;
    /** Figures that are settings: payloadBytes, window. */
    readonly settings: Figures;
    /** Sets up on first use; null where the program that it needs is not installed. */
    readonly open: () => Promise<Subject | null>;
};
export type Bench = {
    readonly name: string;
    /** The case that the others are divided by for the baseline: a peer, or the simplest one; null: figures of the machine. */
    readonly reference: string | null;
    readonly cases: readonly Case[];
    readonly close: () => Promise<void>;
};
/** How long and how often. */
export type Effort = {
    readonly warmUpMs: number;
    readonly runMs: number;
    readonly runCount: number;
};
export declare const kEffortFull: Effort;
/** Tells whether everything works; its figures are rough. */
export declare const kEffortQuick: Effort;
/** Runs the cases of a bench in turn. Always closes it. */
export declare function runBench(bench: Bench, effort: Effort): Promise<Result[]>;
/** Sets something up when it is asked for first; closes what was set up. */
export declare class Lazy<Value extends {
    close(): Promise<void>;
}> {
    #private;
    constructor(make: () => Promise<Value | null>);
    get(): Promise<Value | null>;
    close(): Promise<void>;
}
