import { Registry, type StationRecord } from '../../src/control/registry.js';
import { StatsBook } from '../../src/control/stats-book.js';
import type { Carrier, OfferedRoute, OfferedSubscription } from '../../src/wire/control.js';
export declare function makeRegistry(): {
    registry: Registry;
    stats: StatsBook;
};
export declare function openStation(registry: Registry, name: string, link: number, carrier?: Carrier, takesLanes?: boolean): StationRecord;
export declare function offeredRoute(route: string, index?: number, more?: Partial<OfferedRoute>): OfferedRoute;
export declare function offeredSubscription(topic: string, index?: number, group?: string): OfferedSubscription;
