// The terminal that stdin and stdout are: its size, its other screen, its keys; and the line of progress on stderr.
/** What a terminal has that does not say. */
const kColumnsDefault = 80;
const kRowsDefault = 24;
const kEnter = '\u001b[?1049h\u001b[?25l\u001b[2J';
const kLeave = '\u001b[?25h\u001b[?1049l';
const kClearLine = '\r\u001b[K';
/** @param input the keyboard; may be no terminal: then there are no keys. */
export function screenOf(input, output) {
    return {
        columns: () => output.columns || kColumnsDefault,
        rows: () => output.rows || kRowsDefault,
        onResize: (listener) => {
            output.on('resize', listener);
            return () => output.off('resize', listener);
        },
        take: (onKey) => {
            const onData = (chunk) => onKey(chunk.toString('utf8'));
            if (input.isTTY)
                startKeys(input, onData);
            output.write(kEnter);
            let isTaken = true;
            const release = () => {
                if (!isTaken)
                    return;
                isTaken = false;
                process.off('exit', release);
                if (input.isTTY)
                    stopKeys(input, onData);
                output.write(kLeave);
            };
            // Whatever ends the process, also an error: a terminal without echo and cursor is of no use to its owner.
            process.on('exit', release);
            return release;
        },
    };
}
function startKeys(input, onData) {
    input.setRawMode(true);
    input.on('data', onData);
    input.resume();
}
function stopKeys(input, onData) {
    input.off('data', onData);
    input.pause();
    input.setRawMode(false);
}
/** Shows one line that the next one replaces; nothing where nobody would see it. */
export function progressOn(stream) {
    if (!stream.isTTY)
        return () => { };
    return (text) => {
        stream.write(kClearLine + text);
    };
}
//# sourceMappingURL=screen.js.map