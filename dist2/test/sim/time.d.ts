import { FakeProcess } from '../support/fake-kernel.js';
/** Something that will happen. Also what the simulated setTimeout, setInterval and setImmediate return. */
declare class SimEvent {
    readonly process: SimProcess | null;
    readonly run: () => void;
    readonly repeatMs: number;
    atMs: number;
    order: number;
    isCancelled: boolean;
    constructor(process: SimProcess | null, atMs: number, order: number, run: () => void, repeatMs: number);
    ref(): this;
    unref(): this;
    hasRef(): boolean;
}
/** A program that may be killed and stopped. */
export declare class SimProcess {
    readonly name: string;
    /** Its memory files, mappings and descriptors. */
    readonly kernel: FakeProcess;
    isAlive: boolean;
    isStopped: boolean;
    /** The bells that it rings from now on are lost: it is killed between publishing and ringing. */
    isMute: boolean;
    /** When it was stopped, and until when; the last one may go on. */
    readonly stops: {
        fromMs: number;
        toMs: number;
    }[];
    readonly held: SimEvent[];
    readonly onKilled: Set<() => void>;
    constructor(name: string);
    /** True when it was stopped at any moment of a span. */
    wasStopped(fromMs: number, toMs: number): boolean;
}
export declare class SimTime {
    #private;
    readonly random: () => number;
    nowMs: number;
    current: SimProcess | null;
    /** What broke a rule of the simulation itself. */
    readonly faults: string[];
    eventCount: number;
    constructor(random: () => number);
    /** A number from `least` to `most`, fractions and all. */
    between(least: number, most: number): number;
    /** A whole number below `count`. */
    pick(count: number): number;
    /** Happens later, in a process; null: in the world around them. */
    after(process: SimProcess | null, delayMs: number, run: () => void): SimEvent;
    kill(process: SimProcess): void;
    stop(process: SimProcess): void;
    resume(process: SimProcess): void;
    /** Lets time pass, event by event. */
    runUntil(untilMs: number): Promise<void>;
    /** Puts this time in the place of the system's, until {@link uninstall}. */
    install(): void;
    uninstall(): void;
}
export {};
