// What a check of `signalbox doctor` finds.
export function ok(name, text) {
    return { name, state: 'ok', text, mend: null };
}
export function warn(name, text, mend) {
    return { name, state: 'warn', text, mend };
}
export function fail(name, text, mend) {
    return { name, state: 'fail', text, mend };
}
/** The text of something thrown. */
export function reasonOf(thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
const kMiB = 1024 * 1024;
/** Bytes for people: `512 MiB`, `7.8 GiB`. */
export function bytesText(bytes) {
    const mebibytes = bytes / kMiB;
    return mebibytes < 1_024
        ? `${Math.round(mebibytes)} MiB`
        : `${(mebibytes / 1_024).toFixed(1)} GiB`;
}
//# sourceMappingURL=finding.js.map