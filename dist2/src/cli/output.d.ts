import type { Writable } from 'node:stream';
/**
 * Writes, and waits until the system has taken it: a process that ends afterwards loses nothing, and a slow reader
 * slows the writer down.
 */
export declare function write(stream: Writable, chunk: string | Uint8Array): Promise<void>;
/**
 * JSON with a line end.
 *
 * @param isPretty for people: indented by tabs. Otherwise one line.
 */
export declare function jsonText(value: unknown, isPretty: boolean): string;
/**
 * Text of others as it may stand in a terminal: control characters become visible, so that a station's name cannot
 * move the cursor or recolour the screen; neither can it turn the direction of the text, or break its line.
 *
 * @param text line feeds are kept; a table has none in its cells.
 */
export declare function printable(text: string): string;
/** As {@link printable}, on one line: for cells of tables. */
export declare function printableLine(text: string): string;
/** A count as it stands in a table. */
export declare function countText(value: unknown): string;
/** Microseconds as `85 us`, `1.3 ms` or `2.1 s`. */
export declare function latencyText(us: unknown): string;
/** Milliseconds as `12 s`, `5 min`, `3 h` or `9 d`. */
export declare function ageText(ms: number): string;
/** A text as it stands in a table. */
export declare function cellText(value: unknown): string;
export declare function isNumber(value: unknown): value is number;
/** The HTTP library in use, and why, behind the address where it listens. */
export declare function engineText(engine: string, reason: string): string;
