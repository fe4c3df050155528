import { type Colors, type Paint } from './colors.js';
/** One column of a table. */
export type Column<Row> = {
    readonly title: string;
    readonly align: 'left' | 'right';
    readonly cell: (row: Row) => string;
    /** Lets a cell stand out. */
    readonly paint?: (row: Row) => Paint | undefined;
    /** Its cells may be cut down to this many characters where there is little room. Absent: they are not cut. */
    readonly least?: number;
    /** Where cutting is not enough, columns go: the highest number first. Absent: it stays. */
    readonly spare?: number;
};
/** How a table may look. */
export type Look = {
    /** Most characters of a line. Infinity where nobody's terminal is in the way. */
    readonly widthMax: number;
    readonly colors: Colors;
};
/** Characters that are left of a route's or station's name that is cut; less says nothing. */
export declare const kNameLeast = 20;
/**
 * Lays rows out under their titles.
 *
 * @returns lines with line ends, the titles first; no spaces at the ends of lines.
 */
export declare function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[], look?: Look): string;
/** As {@link tableText}, as lines without ends. */
export declare function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], look: Look): string[];
