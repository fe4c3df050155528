// Tables for people: columns under titles, cut so that a line fits the terminal.
import { kPlain } from './colors.js';
import { printableLine } from './output.js';
import { clipped, widthOf } from './text-width.js';
const kPlainLook = { widthMax: Number.POSITIVE_INFINITY, colors: kPlain };
/** Two spaces hold columns apart. */
const kGap = '  ';
/** Characters that are left of a route's or station's name that is cut; less says nothing. */
export const kNameLeast = 20;
/** The same where otherwise no table fits. */
const kNameLeastOfAll = 6;
/**
 * Lays rows out under their titles.
 *
 * @returns lines with line ends, the titles first; no spaces at the ends of lines.
 */
export function tableText(columns, rows, look = kPlainLook) {
    return tableLines(columns, rows, look)
        .map((line) => `${line}\n`)
        .join('');
}
/** As {@link tableText}, as lines without ends. */
export function tableLines(columns, rows, look) {
    const texts = rows.map((row) => columns.map((column) => printableLine(column.cell(row))));
    const natural = columns.map(({ title }, index) => texts.reduce((width, line) => Math.max(width, widthOf(line[index])), widthOf(title)));
    const layout = fitted(columns, natural, look.widthMax);
    const isTooWide = totalOf(layout) > look.widthMax;
    // A line that must be cut goes without colours: half of one would stay on.
    const colors = isTooWide ? kPlain : look.colors;
    const titles = layout.map(({ index, width }) => pad(colors.bold(columns[index].title), columns[index].title, columns[index].align, width));
    const body = rows.map((row, at) => layout.map(({ index, width }) => {
        const { align, paint } = columns[index];
        const text = clipped(texts[at][index], width);
        const name = paint?.(row);
        return pad(name === undefined ? text : colors[name](text), text, align, width);
    }));
    const lines = [titles, ...body].map((cells) => cells.join(kGap).trimEnd());
    return isTooWide ? lines.map((line) => clipped(line, look.widthMax)) : lines;
}
/** The columns that are shown, with their widths. */
function fitted(columns, natural, widthMax) {
    let shown = columns.map((_, index) => index);
    for (;;) {
        const layout = shown.map((index) => ({ index, width: natural[index] }));
        shrink(layout, columns, widthMax);
        const spare = shown.reduce((most, index) => Math.max(most, columns[index].spare ?? 0), 0);
        if (totalOf(layout) <= widthMax)
            return layout;
        if (spare === 0) {
            shrink(layout, columns, widthMax, kNameLeastOfAll);
            return layout;
        }
        shown = shown.filter((index) => columns[index].spare !== spare);
    }
}
/** Takes from the widest column that may be cut, until the line fits or nothing is left to take. */
function shrink(layout, columns, widthMax, leastOfAll = Number.POSITIVE_INFINITY) {
    let over = totalOf(layout) - widthMax;
    while (over > 0) {
        let widest;
        for (const placed of layout) {
            const { least, title } = columns[placed.index];
            const stop = Math.max(Math.min(least ?? placed.width, leastOfAll), widthOf(title));
            if (least === undefined || placed.width <= stop)
                continue;
            if (widest === undefined || placed.width > widest.width)
                widest = placed;
        }
        if (widest === undefined)
            return;
        widest.width--;
        over--;
    }
}
function totalOf(layout) {
    const gaps = Math.max(0, layout.length - 1) * kGap.length;
    return layout.reduce((total, { width }) => total + width, gaps);
}
/** @param shown with its colours, which take no room. */
function pad(shown, text, align, width) {
    const space = ' '.repeat(Math.max(0, width - widthOf(text)));
    return align === 'left' ? shown + space : space + shown;
}
//# sourceMappingURL=table.js.map