import { type MessagePort } from 'node:worker_threads';
import type { DispatchMeasure, DispatchOptions, FromData, ToData } from '../data/messages.js';
/** The dispatch worker as control sees it. */
export type DispatchThread = {
    /** Bound address of the station listener, or null. */
    readonly stationAddress: string | null;
    post(message: ToData): void;
    /** What only this thread knows; null when it did not answer in time. */
    measure(timeoutMs: number): Promise<DispatchMeasure | null>;
    /** Ends the thread after its links are closed. */
    stop(): Promise<void>;
};
/**
 * Starts the dispatch worker and waits until it listens.
 *
 * @param onMessage everything it says from then on.
 * @param onFatal it died of an error: the center cannot go on.
 * Rejects with the listener's CenterError.
 */
export declare function startDispatchThread(options: DispatchOptions, onMessage: (message: FromData) => void, onFatal: (error: Error) => void): Promise<DispatchThread>;
/** A station's worker thread. */
export type StationThread = {
    /** Resolves when the thread has ended. */
    readonly ended: Promise<void>;
    terminate(): Promise<void>;
};
/** What else a thread is given. */
export type ThreadExtras = {
    /** `workerData.extra` in the thread. */
    readonly extra?: unknown;
    readonly transferList?: readonly MessagePort[];
    /** Told of the error that the thread dies of. */
    readonly onError?: (error: Error) => void;
};
/**
 * Starts a module in a worker thread; its stations join the center by `worker:`, which SIGNALBOX_CENTER says there.
 *
 * @param module URL of the module; it creates stations and joins.
 * @param dispatch may start meanwhile; whoever joins waits for it.
 * @returns when the module has been loaded; rejects when that fails.
 */
export declare function startStationThread(module: URL, dispatch: DispatchThread | Promise<DispatchThread>, ringBytes: number, more?: ThreadExtras): Promise<StationThread>;
