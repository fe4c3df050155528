import type { Clock } from '../base/clock.js';
import type { StationRecord } from './registry.js';
export type DrainReport = {
    /** Stations that were drained. */
    readonly stations: number;
    /** Calls that were still on the way when the wait was over. */
    readonly inFlight: number;
    /** Stations that have left by now. */
    readonly gone: number;
};
/** What a drain needs of its center. */
export type DrainWorld = {
    readonly clock: Clock;
    stationsOf(target: string): readonly StationRecord[];
    /** No call comes to these stations from now on. */
    leave(stations: readonly StationRecord[]): void;
    inFlightOf(station: StationRecord): number;
    isThere(station: StationRecord): boolean;
    /** Tells a station to go and not to come back. */
    dismiss(station: StationRecord): void;
};
/**
 * Drains a station (`orders.1`) or every station of a service (`orders`). Draining what is draining waits for the same.
 *
 * @param timeoutMs milliseconds for calls on the way to end; the stations are told to go after that all the same.
 * @throws CenterError ERR_NOT_FOUND when there is no such station.
 */
export declare function drainStations(world: DrainWorld, target: string, timeoutMs: number): Promise<DrainReport>;
