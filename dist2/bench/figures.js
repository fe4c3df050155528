// What is measured: figures of single runs, their medians, and how they are printed.
/** Figure by figure the median over runs. Only figures that every run has are kept. */
export function mediansOf(runs) {
    const names = Object.keys(runs[0] ?? {}).filter((name) => runs.every((run) => name in run));
    return Object.fromEntries(names.map((name) => [name, rounded(quantile(numbersOf(runs, name), 0.5))]));
}
/** The value below which `share` (0 … 1) of the values lie; NaN for none. Sorts the values in place. */
export function quantile(values, share) {
    values.sort((a, b) => a - b);
    const position = (values.length - 1) * share;
    const low = values[Math.floor(position)] ?? Number.NaN;
    const high = values[Math.ceil(position)] ?? Number.NaN;
    return (low + high) / 2;
}
function numbersOf(runs, name) {
    return runs.map((run) => run[name] ?? Number.NaN);
}
/** Four digits say more than the measurement knows. */
function rounded(value) {
    return value >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}
/** A result as one line of JSON. */
export function jsonOf({ bench, case: name, figures }, origin) {
    if (figures === null)
        return JSON.stringify({ bench, case: name, absent: true });
    return JSON.stringify({ bench, case: name, ...figures, ...origin });
}
/** Results as a table for people. */
export function tableOf(results) {
    const names = [...new Set(results.flatMap(({ figures }) => Object.keys(figures ?? {})))];
    const rows = results.map(({ bench, case: name, figures }) => [
        bench,
        name,
        ...(figures === null ? ['absent'] : names.map((column) => cellOf(figures[column]))),
    ]);
    return aligned([['bench', 'case', ...names], ...rows]);
}
/** The first two columns are words, the others numbers. */
function aligned(rows) {
    const widthOf = (column) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
    const lines = rows.map((row) => row.map((cell, at) => (at < 2 ? cell.padEnd(widthOf(at)) : cell.padStart(widthOf(at)))));
    return lines.map((cells) => `${cells.join('  ').trimEnd()}\n`).join('');
}
function cellOf(value) {
    return value?.toLocaleString('en', { maximumFractionDigits: 3 }) ?? '';
}
//# sourceMappingURL=figures.js.map