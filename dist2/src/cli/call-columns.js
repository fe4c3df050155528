// Columns that several tables have: what the calls of a station, a service or a route came to.
import { latencyOf } from './listing.js';
import { countText, isNumber } from './output.js';
const kRight = 'right';
export const kCallsColumn = {
    title: 'CALLS',
    align: kRight,
    cell: (item) => countText(item.calls),
};
export const kErrorsColumn = {
    title: 'ERRORS',
    align: kRight,
    cell: (item) => countText(item.errors),
    paint: (item) => (isNumber(item.errors) && item.errors > 0 ? 'red' : undefined),
};
export const kInFlightColumn = {
    title: 'IN FLIGHT',
    align: kRight,
    cell: (item) => countText(item.inFlight),
};
/** Calls that went by lanes. */
export const kByLaneColumn = {
    title: 'BY LANE',
    align: kRight,
    cell: (item) => countText(item.byLane),
    spare: 3,
};
/** A percentile. @param spare see Column. */
export function latencyColumn(title, field, spare) {
    const column = { title, align: kRight, cell: (item) => latencyOf(item, field) };
    return spare === undefined ? column : { ...column, spare };
}
//# sourceMappingURL=call-columns.js.map