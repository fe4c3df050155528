// A terminal for end-to-end tests: Python's pty runs the program, and what it writes is put onto a screen of text. Knows
// the few sequences that signalbox uses, and fails on others, so that none goes unseen.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './world.js';
const kPtyProgram = fileURLToPath(new URL('../../../test/e2e/programs/terminal.py', import.meta.url));
/** True where Python can make terminals. */
export const hasPty = spawnSync('python3', ['-c', 'import pty, termios']).status === 0;
const kEscape = '\u001b';
const kSequence = new RegExp(`^${kEscape}\\[(\\??)([0-9;]*)([A-Za-z])`);
/** What a terminal shows. */
export class TextScreen {
    columns;
    rows;
    isOther = false;
    isCursorShown = true;
    #lines = [];
    #row = 0;
    #column = 0;
    constructor(columns, rows) {
        this.columns = columns;
        this.rows = rows;
    }
    /** The lines, without the space behind them and below. */
    text() {
        const lines = this.#lines.map((line) => Array.from(line, (cell) => cell ?? ' ')
            .join('')
            .trimEnd());
        return lines.join('\n').trimEnd();
    }
    /** Takes what a program wrote; whole sequences only. @returns what is left over. */
    take(text) {
        let rest = text;
        while (rest !== '') {
            if (rest.startsWith(kEscape)) {
                const match = kSequence.exec(rest);
                if (match === null) {
                    if (rest.length < 16)
                        return rest;
                    throw new Error(`unknown sequence ${JSON.stringify(rest.slice(0, 16))}`);
                }
                this.#obey(match[1] === '?', match[2] ?? '', match[3] ?? '');
                rest = rest.slice(match[0].length);
            }
            else {
                this.#put(rest[0] ?? '');
                rest = rest.slice(1);
            }
        }
        return rest;
    }
    #obey(isPrivate, values, letter) {
        const what = `${isPrivate ? '?' : ''}${values}${letter}`;
        if (what === '?1049h' || what === '?1049l') {
            this.isOther = what.endsWith('h');
            this.#lines = [];
        }
        else if (what === '?25l' || what === '?25h')
            this.isCursorShown = what.endsWith('h');
        else if (what === 'H')
            [this.#row, this.#column] = [0, 0];
        else if (what === 'K')
            this.#lines[this.#row]?.splice(this.#column);
        else if (what === 'J' || what === '2J') {
            this.#lines.splice(what === 'J' ? this.#row + 1 : 0);
            if (what === 'J')
                this.#lines[this.#row]?.splice(this.#column);
        }
        else if (letter !== 'm' && !what.startsWith('?2026')) {
            throw new Error(`unknown sequence ${what}`);
        }
    }
    #put(character) {
        if (character === '\r')
            this.#column = 0;
        else if (character === '\n') {
            this.#row++;
            if (this.#row >= this.rows)
                throw new Error(`wrote below line ${this.rows}: it would scroll`);
        }
        else {
            if (this.#column >= this.columns)
                throw new Error(`wrote beyond column ${this.columns}`);
            this.#lines[this.#row] ??= [];
            const line = this.#lines[this.#row];
            if (line !== undefined)
                line[this.#column++] = character;
        }
    }
}
/** As in a terminal of somebody who has said nothing about colours. */
function terminalEnv(env) {
    const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
    return { ...rest, TERM: 'xterm', ...env };
}
/** Runs a program in a terminal. */
export function startInTerminal(columns, rows, command, env) {
    const screen = new TextScreen(columns, rows);
    const child = spawn('python3', [kPtyProgram, String(columns), String(rows), ...command], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: terminalEnv(env),
    });
    let pending = '';
    let failure;
    let stderr = '';
    const decoder = new TextDecoder();
    child.stdout.on('data', (chunk) => {
        try {
            pending = screen.take(pending + decoder.decode(chunk, { stream: true }));
        }
        catch (error) {
            failure ??= error instanceof Error ? error : new Error(String(error));
        }
    });
    child.stderr.on('data', (chunk) => {
        stderr += chunk.toString();
    });
    const say = (line) => child.stdin.write(`${line}\n`);
    const ended = new Promise((resolve) => {
        child.once('close', () => resolve(stderr.trim()));
    });
    return {
        screen,
        type: (keys) => say(`keys ${Buffer.from(keys).toString('hex')}`),
        resize: (wide, high) => {
            ;
            [screen.columns, screen.rows] = [wide, high];
            say(`size ${wide} ${high}`);
        },
        signal: (number) => say(`signal ${number}`),
        shows: (what) => until(`the screen shows ${what}`, () => {
            if (failure !== undefined)
                throw failure;
            const text = screen.text();
            return typeof what === 'string' ? text.includes(what) : what.test(text);
        }),
        ended,
        close: () => child.kill('SIGKILL'),
    };
}
//# sourceMappingURL=terminal.js.map