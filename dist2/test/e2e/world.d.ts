import { type ChildProcess } from 'node:child_process';
/** A center for tests: it says little, opens no gateway and leaves nothing behind. */
export declare const kQuiet: string[];
/** Every wait for another process ends here; promises are far shorter. */
export declare const kWatchdogMs = 20000;
export type CenterProcess = {
    readonly child: ChildProcess;
    readonly pid: number;
    readonly stationAddress: string | null;
    readonly httpAddress: string | null;
};
export type StationProcess = {
    readonly child: ChildProcess;
    readonly pid: number;
};
/** A folder with a pipe of its own, and the processes that belong to it. */
export declare class World {
    #private;
    readonly folder: string;
    readonly pipe: string;
    /** Starts `signalbox server --json` and waits for its ready line. */
    startCenter(...flags: string[]): Promise<CenterProcess>;
    /** Starts a station that has joined when this resolves. */
    startStation(name: string, address?: string): Promise<StationProcess>;
    /** The same of a program of one's own that says `joined`. @param more arguments of it. */
    startProgram(program: string, name: string, address?: string, ...more: readonly string[]): Promise<StationProcess>;
    /** Ends a process together with this world. */
    keep(child: ChildProcess): void;
    /** Ends every process that is left. */
    endAll(): Promise<void>;
    /** Ends every process that is left, and the folder. */
    close(): Promise<void>;
}
/** Ends a process and waits until it is gone. */
export declare function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void>;
/** What a process holds open: descriptors, sockets among them, and mappings of memory files. */
export declare function holdings(pid: number): {
    descriptors: number;
    sockets: number;
    memoryFiles: number;
};
/** Polls until a condition holds. Fails after the watchdog's time. */
export declare function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>;
/** Fails when a promise takes longer than the watchdog allows. */
export declare function within<Value>(what: string, promise: Promise<Value>): Promise<Value>;
/** The value below which `share` of the sorted values lie. */
export declare function percentile(sorted: readonly number[], share: number): number;
