import { type ErrorCode } from '../base/errors.js';
import type { Gates } from '../data/admission.js';
import type { RouteState } from '../data/snapshot.js';
import type { Tap } from '../data/tap.js';
import type { Answerer } from '../station/answerer.js';
import type { LocalRoutes, LocalTarget } from '../station/local-caller.js';
import type { LocalTaps } from './local-taps.js';
import type { StatsBook } from './stats-book.js';
export declare class LocalTable implements LocalRoutes {
    #private;
    constructor(gates: Gates, stats: StatsBook, taps: LocalTaps);
    /** A station of this thread: its link, and the half that answers. */
    addStation(link: number, answerer: Answerer): void;
    removeStation(link: number): void;
    /** Puts a route into its new state; `state.endpoints` are the local ones. */
    apply(state: RouteState): void;
    openTap(tap: Tap): void;
    closeTap(id: number): void;
    /** From now on every call is refused. */
    refuse(code: ErrorCode): void;
    find(route: string, hasBody: boolean, key: string | undefined, caller: string): LocalTarget | null;
}
