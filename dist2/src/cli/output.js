// What people and programs read: JSON, durations, text of others. Nothing here knows a command. Tables: table.ts.
/**
 * Writes, and waits until the system has taken it: a process that ends afterwards loses nothing, and a slow reader
 * slows the writer down.
 */
export function write(stream, chunk) {
    return new Promise((resolve, reject) => {
        stream.write(chunk, (error) => {
            if (error)
                reject(error);
            else
                resolve();
        });
    });
}
/**
 * JSON with a line end.
 *
 * @param isPretty for people: indented by tabs. Otherwise one line.
 */
export function jsonText(value, isPretty) {
    return `${JSON.stringify(value, null, isPretty ? '\t' : undefined)}\n`;
}
/**
 * Text of others as it may stand in a terminal: control characters become visible, so that a station's name cannot
 * move the cursor or recolour the screen; neither can it turn the direction of the text, or break its line.
 *
 * @param text line feeds are kept; a table has none in its cells.
 */
export function printable(text) {
    return text.replace(kSteering, (character) => {
        if (character === '\n')
            return character;
        const code = character.codePointAt(0) ?? 0;
        return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
    });
}
/** As {@link printable}, on one line: for cells of tables. */
export function printableLine(text) {
    return printable(text).replaceAll('\n', ' ');
}
/** Control characters, line separators, marks of direction, half a character. */
const kSteering = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Shown where a value is missing or not a number. */
const kNone = '-';
/** A count as it stands in a table. */
export function countText(value) {
    return isNumber(value) ? String(value) : kNone;
}
/** Microseconds as `85 us`, `1.3 ms` or `2.1 s`. */
export function latencyText(us) {
    if (!isNumber(us))
        return kNone;
    if (us < 1_000)
        return `${Math.round(us)} us`;
    if (us < 1_000_000)
        return `${(us / 1_000).toFixed(1)} ms`;
    return `${(us / 1_000_000).toFixed(1)} s`;
}
/** Milliseconds as `12 s`, `5 min`, `3 h` or `9 d`. */
export function ageText(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1_000));
    if (seconds < 120)
        return `${seconds} s`;
    if (seconds < 7_200)
        return `${Math.floor(seconds / 60)} min`;
    if (seconds < 172_800)
        return `${Math.floor(seconds / 3_600)} h`;
    return `${Math.floor(seconds / 86_400)} d`;
}
/** A text as it stands in a table. */
export function cellText(value) {
    return typeof value === 'string' && value !== '' ? value : kNone;
}
export function isNumber(value) {
    return typeof value === 'number' && Number.isFinite(value);
}
/** The HTTP library in use, and why, behind the address where it listens. */
export function engineText(engine, reason) {
    return `(${engine}: ${reason})`;
}
//# sourceMappingURL=output.js.map