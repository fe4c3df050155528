// One frame of `signalbox top`, as lines that fit a terminal. Pure.
import { latencyText, printableLine } from './output.js';
import { statePaint } from './stations.js';
import { kNameLeast, tableLines } from './table.js';
import { clipped, widthOf } from './text-width.js';
import { sortRows } from './top-model.js';
const kKeys = '1 routes  2 services  3 stations  s sort  / filter  space pause  q quit';
/** Lines that are no rows: three above the table, its titles, the keys below. */
const kOtherLines = 5;
/** Fills from which a ring is worth a colour. */
const kRingWarn = 0.5;
const kRingAlarm = 0.9;
/**
 * @returns at most `size.rows` lines, none wider than `size.columns`; without the keys where there is no keyboard.
 */
export function topFrame(content, state, size, colors, hasKeys) {
    const rowsMax = Math.max(0, size.rows - kOtherLines);
    const sorted = sortRows(content.rows, state.sort);
    const offset = Math.max(0, Math.min(state.offset, sorted.length - rowsMax));
    const shown = sorted.slice(offset, offset + rowsMax);
    const look = { widthMax: size.columns, colors };
    const table = tableLines(columnsFor(state), shown, look);
    const hidden = sorted.length - offset - shown.length + content.omitted;
    const lines = [
        titleLine(content, state, colors, size.columns),
        summaryLine(content.summary, size.columns),
        '',
        ...table,
    ];
    const last = lastLine(state, content.failure, hidden, hasKeys, size.columns);
    if (content.failure !== '')
        lines.push(colors.red(last));
    else if (last !== '')
        lines.push(colors.dim(last));
    return lines.slice(0, size.rows);
}
function titleLine({ time, intervalMs }, { view, sort, filter, isTyping, isPaused }, colors, width) {
    const parts = [
        `signalbox top  ${view}`,
        time,
        isPaused ? 'paused' : `every ${intervalMs / 1_000} s`,
        `by ${kSortNames[sort]}`,
        ...(filter !== '' || isTyping
            ? [`filter: ${printableLine(filter)}${isTyping ? '_' : ''}`]
            : []),
    ];
    const text = clipped(parts.join('  '), width);
    return isPaused ? colors.yellow(text) : colors.bold(text);
}
/** As many of the figures as fit, whole: half a figure misleads. */
function summaryLine(summary, width) {
    const parts = [
        `${rateText(summary.callsPerSecond)} calls/s`,
        `p50 ${latencyText(summary.p50Us)}`,
        `p99 ${latencyText(summary.p99Us)}`,
        `${summary.inFlight} in flight`,
        `${rateText(summary.refusedPerSecond)} refused/s`,
        `${rateText(summary.deadlinesPerSecond)} late/s`,
        `${rateText(summary.messagesPerSecond)} messages/s`,
        `${summary.links} links`,
    ];
    let line = '';
    for (const part of parts) {
        const longer = line === '' ? part : `${line}  ${part}`;
        if (widthOf(longer) > width)
            return line;
        line = longer;
    }
    return line;
}
function lastLine(state, failure, hidden, hasKeys, width) {
    if (failure !== '')
        return clipped(printableLine(failure), width);
    if (state.isTyping)
        return clipped('type a part of a name; Enter keeps it, Esc clears it', width);
    const more = hidden > 0 ? `${hidden} more  ` : '';
    return clipped(hasKeys ? more + kKeys : more.trimEnd(), width);
}
const kSortNames = {
    calls: 'calls/s',
    errors: 'errors/s',
    p50: 'p50',
    p99: 'p99',
    flight: 'in flight',
    ring: 'ring fill',
    name: 'name',
};
const kNameTitles = { routes: 'ROUTE', services: 'SERVICE', stations: 'STATION' };
function columnsFor({ view, sort }) {
    const title = (text, key) => (sort === key ? `${text}*` : text);
    const right = 'right';
    return [
        {
            title: title(kNameTitles[view], 'name'),
            align: 'left',
            cell: (row) => row.name,
            least: kNameLeast,
        },
        {
            title: 'STATE',
            align: 'left',
            cell: (row) => row.state,
            paint: (row) => statePaint(row.state),
            spare: 1,
        },
        {
            title: title('CALLS/S', 'calls'),
            align: right,
            cell: (row) => rateText(row.callsPerSecond),
        },
        {
            title: title('ERR/S', 'errors'),
            align: right,
            cell: (row) => rateText(row.errorsPerSecond),
            paint: (row) => ((row.errorsPerSecond ?? 0) > 0 ? 'red' : undefined),
        },
        { title: title('P50', 'p50'), align: right, cell: (row) => latencyText(row.p50Us) },
        { title: title('P99', 'p99'), align: right, cell: (row) => latencyText(row.p99Us) },
        { title: title('IN FLIGHT', 'flight'), align: right, cell: (row) => String(row.inFlight) },
        {
            title: title('RING', 'ring'),
            align: right,
            cell: (row) => `${Math.round(row.ringShare * 100)}%`,
            paint: (row) => ringPaint(row.ringShare),
        },
        { title: 'TOTAL', align: right, cell: (row) => String(row.calls), spare: 2 },
    ];
}
function ringPaint(share) {
    if (share >= kRingAlarm)
        return 'red';
    return share >= kRingWarn ? 'yellow' : undefined;
}
/** A rate: whole from 10 on, `0` for nothing at all. */
export function rateText(perSecond) {
    if (perSecond === undefined)
        return '-';
    if (perSecond === 0)
        return '0';
    return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}
//# sourceMappingURL=top-frame.js.map