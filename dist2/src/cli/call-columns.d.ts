import { type Item } from './listing.js';
import type { Column } from './table.js';
export declare const kCallsColumn: Column<Item>;
export declare const kErrorsColumn: Column<Item>;
export declare const kInFlightColumn: Column<Item>;
/** Calls that went by lanes. */
export declare const kByLaneColumn: Column<Item>;
/** A percentile. @param spare see Column. */
export declare function latencyColumn(title: string, field: string, spare?: number): Column<Item>;
