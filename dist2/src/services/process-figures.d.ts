export type ProcessFigures = {
    readonly cpuSeconds: number;
    readonly startSeconds: number;
    readonly residentBytes: number;
    readonly heapUsedBytes: number;
    readonly heapTotalBytes: number;
    readonly externalBytes: number;
    /** Null where the system does not tell. */
    readonly openFds: number | null;
    /** Null where the system does not tell, or sets no bound. */
    readonly maxFds: number | null;
    readonly activeMs: number;
    readonly idleMs: number;
    /** Null at the first look, and when nothing was measured since the last. */
    readonly delay: Delay | null;
};
/** How late timers were, in seconds. */
export type Delay = {
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
};
/** Measures the event loop from the first look on, so that whoever never looks pays nothing. */
export declare class ProcessBook {
    #private;
    read(): Promise<ProcessFigures>;
    /** Measures no longer. */
    close(): void;
}
