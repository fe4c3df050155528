// `signalbox top`: a live table of what goes on; or one frame of it as text.
import { Option } from 'commander';
import { kFiguresViews } from '../control/stats.js';
import { withClient } from './client.js';
import { CliError, failureOf, kExitFailed } from './exit.js';
import { centerFlag, outputFlag, spanFlag, textFlag, tokenFileFlag } from './flags.js';
import { isItem, itemsOf } from './listing.js';
import { isNumber, write } from './output.js';
import { pause, untilStopped } from './stop.js';
import { topFrame } from './top-frame.js';
import { kSortKeys, sortRows, topRows, topSummary } from './top-model.js';
import { keysOf, stateAfter } from './top-state.js';
const kIntervalMsDefault = 1_000;
const kIntervalMsMin = 200;
const kIntervalMsMax = 3_600_000;
/** Characters of a line where there is no terminal, and lines: everything. */
const kTextSize = { columns: 120, rows: Number.POSITIVE_INFINITY };
const kNotes = `
Keys: 1 routes, 2 services, 3 stations; s or left and right choose the column to sort by; up and
down scroll; / filters by name; space pauses; q quits.

Rates and percentiles are of the span between two looks. RING is how full the fullest ring of the
stations is. Where stdout is no terminal, one frame is printed as text. With -o json nothing is
drawn: each frame is one line of JSON, until Ctrl-C, or one frame with --once.`;
/** Adds the command. */
export function addTopCommand(program, context) {
    program
        .command('top')
        .description('watch calls, latencies, errors and rings')
        .option('--once', 'print one frame, after one interval')
        .addOption(spanFlag('--interval <time>', 'between two looks', kIntervalMsMin, kIntervalMsMax).default(kIntervalMsDefault, '1s'))
        .addOption(new Option('--view <what>', 'what to begin with').choices(kFiguresViews).default('routes'))
        .addOption(new Option('--sort <column>', 'the most first').choices(kSortKeys).default('calls'))
        .addOption(textFlag('--filter <text>', 'only names that contain it').default(''))
        .addOption(outputFlag())
        .addOption(centerFlag())
        .addOption(tokenFileFlag())
        .addHelpText('after', kNotes)
        .action((flags) => withClient(context, flags, (client) => untilStopped(context, async (signal) => {
        const top = new Top(context, client, flags);
        if (flags.output === 'json')
            await top.printFrames(flags.once === true, signal);
        else if (flags.once === true || context.screen === null)
            await top.printOnce(signal);
        else
            await top.live(context.screen, signal);
    })));
}
class Top {
    #context;
    #client;
    #intervalMs;
    #state;
    #before = null;
    #now = null;
    #failure = '';
    #isDrawing = false;
    #isDirty = false;
    /** Counts up with every change of what is asked, so that an answer to something else is not shown. */
    #question = 0;
    constructor(context, client, flags) {
        this.#context = context;
        this.#client = client;
        this.#intervalMs = flags.interval;
        const { view, sort, filter } = flags;
        this.#state = { view, sort, filter, isTyping: false, isPaused: false, offset: 0 };
    }
    async printOnce(signal) {
        await this.#look();
        await pause(this.#intervalMs, signal);
        if (signal.aborted)
            return;
        await this.#look();
        const size = { ...kTextSize, columns: this.#context.screen?.columns() ?? kTextSize.columns };
        const lines = this.#lines(size, false);
        await write(this.#context.stdout, lines.map((line) => `${line}\n`).join(''));
    }
    /** For programs; a look that fails ends it. */
    async printFrames(isOnce, signal) {
        await this.#look();
        for (;;) {
            await pause(this.#intervalMs, signal);
            if (signal.aborted)
                return;
            await this.#look();
            await write(this.#context.stdout, this.#json());
            if (isOnce)
                return;
        }
    }
    async live(screen, signal) {
        await this.#look();
        const quit = new AbortController();
        const isOver = AbortSignal.any([signal, quit.signal]);
        const draw = () => void this.#draw(screen, isOver);
        const releaseScreen = screen.take((text) => {
            for (const key of keysOf(text))
                if (!this.#onKey(key, draw))
                    quit.abort();
        });
        const releaseResize = screen.onResize(draw);
        try {
            draw();
            for (;;) {
                await pause(this.#intervalMs, isOver);
                if (isOver.aborted)
                    return;
                if (this.#state.isPaused)
                    continue;
                await this.#tryToLook(draw);
            }
        }
        finally {
            releaseResize();
            releaseScreen();
        }
    }
    /** @returns false to quit. */
    #onKey(key, draw) {
        const old = this.#state;
        const next = stateAfter(old, key);
        if (next === null)
            return false;
        this.#state = next;
        if (next.view !== old.view || next.filter !== old.filter) {
            // What was seen is of something else: begin anew, at once.
            this.#question++;
            this.#before = null;
            this.#now = null;
            void this.#tryToLook(draw);
        }
        else
            draw();
        return true;
    }
    /** A look that may fail: the center may be started again meanwhile. */
    async #tryToLook(draw) {
        try {
            await this.#look();
            this.#failure = '';
        }
        catch (error) {
            this.#failure = failureOf(error).message;
        }
        draw();
    }
    async #look() {
        const question = this.#question;
        const { view, filter } = this.#state;
        const query = new URLSearchParams({ view, filter });
        const reply = await this.#client.call(`GET /_sys_/figures?${query.toString()}`);
        if (!isFigures(reply)) {
            throw new CliError(kExitFailed, 'ERR_BAD_REPLY: GET /_sys_/figures did not answer with figures');
        }
        if (question !== this.#question)
            return;
        this.#before = this.#now;
        this.#now = reply;
    }
    // One frame is on its way at a time: a slow terminal gets fewer of them, not a queue.
    async #draw(screen, isOver) {
        this.#isDirty = true;
        if (this.#isDrawing)
            return;
        this.#isDrawing = true;
        try {
            while (this.#isDirty && !isOver.aborted) {
                this.#isDirty = false;
                if (this.#now === null)
                    continue;
                // One column less: what is erased behind a line that ends at the edge would be its last character.
                const size = { columns: Math.max(1, screen.columns() - 1), rows: screen.rows() };
                const lines = this.#lines(size, true);
                await write(this.#context.stdout, frameBytes(lines));
            }
        }
        finally {
            this.#isDrawing = false;
        }
    }
    #json() {
        const now = this.#now;
        if (now === null)
            return '';
        const { view, omitted } = now;
        const summary = topSummary(this.#before, now);
        const rows = sortRows(topRows(this.#before, now), this.#state.sort);
        const frame = { time: new Date().toISOString(), view, summary, rows, omitted };
        // A figure that is not known is null: a field that comes and goes is hard to read.
        return `${JSON.stringify(frame, (_name, value) => value ?? null)}\n`;
    }
    #lines(size, hasKeys) {
        const now = this.#now;
        if (now === null)
            return [];
        const content = {
            rows: topRows(this.#before, now),
            summary: topSummary(this.#before, now),
            omitted: now.omitted,
            time: new Date().toTimeString().slice(0, 8),
            intervalMs: this.#intervalMs,
            failure: this.#failure,
        };
        return topFrame(content, this.#state, size, this.#context.colors, hasKeys);
    }
}
const kBegin = '\u001b[?2026h\u001b[H';
const kEnd = '\u001b[J\u001b[?2026l';
/** A frame over the one before it, shown at once by terminals that can (mode 2026), and without flicker by all. */
function frameBytes(lines) {
    return `${kBegin}${lines.map((line) => `${line}\u001b[K`).join('\r\n')}${kEnd}`;
}
/** The center may be another version's: what is used is checked. */
function isFigures(reply) {
    if (!isItem(reply) || !isItem(reply.counters) || !isNumber(reply.atMs))
        return false;
    return itemsOf(reply.rows)?.every(({ histogram }) => Array.isArray(histogram)) === true;
}
//# sourceMappingURL=top.js.map