// A real browser without a window, driven by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
const kPrograms = ['chromium', 'chromium-browser', 'google-chrome'];
/** Far above what any step takes on a busy machine. */
const kStepTimeoutMs = 40_000;
/** Path of a browser that is installed, or null. */
export function findBrowser() {
    const folders = (process.env.PATH ?? '').split(delimiter);
    const paths = folders.flatMap((folder) => kPrograms.map((program) => join(folder, program)));
    return paths.find(isProgram) ?? null;
}
function isProgram(path) {
    try {
        accessSync(path, constants.X_OK);
        return true;
    }
    catch {
        return false;
    }
}
export class Browser {
    #child;
    #socket;
    #folder;
    #waiting = new Map();
    #session = '';
    #nextId = 1;
    /** Made by {@link openBrowser}. */
    constructor(child, socket, folder) {
        this.#child = child;
        this.#socket = socket;
        this.#folder = folder;
        socket.on('message', (data) => {
            const answer = JSON.parse(String(data)); // the protocol gives exactly this
            if (answer.id !== undefined)
                this.#waiting.get(answer.id)?.(answer);
        });
    }
    /** Opens a page in a tab of its own. */
    async open(url) {
        this.#session = '';
        const target = (await this.#ask('Target.createTarget', { url }));
        const attached = (await this.#ask('Target.attachToTarget', { ...target, flatten: true }));
        this.#session = attached.sessionId;
    }
    /** Value of an expression in the page; promises are waited for. */
    async value(expression) {
        const outcome = (await this.#ask('Runtime.evaluate', {
            expression,
            awaitPromise: true,
            returnByValue: true,
        }));
        if (outcome.exceptionDetails !== undefined) {
            throw new Error(`${expression}: ${outcome.exceptionDetails.exception?.description}`);
        }
        return outcome.result.value;
    }
    /** Looks until an expression is true. */
    async until(expression) {
        const endMs = performance.now() + kStepTimeoutMs;
        while ((await this.value(expression)) !== true) {
            if (performance.now() > endMs)
                throw new Error(`never true: ${expression}`);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }
    /** Types into what has the focus. */
    async type(text) {
        await this.#ask('Input.insertText', { text });
    }
    /** Presses a key, for example `Enter` with code 13. */
    async press(key, code) {
        const event = {
            key,
            code: key,
            windowsVirtualKeyCode: code,
            ...(key === 'Enter' ? { text: '\r' } : {}),
        };
        await this.#ask('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
        await this.#ask('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    }
    async close() {
        this.#socket.terminate();
        if (this.#child.exitCode === null && this.#child.signalCode === null) {
            const ended = once(this.#child, 'exit');
            this.#child.kill('SIGKILL');
            await ended;
        }
        rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
    }
    #ask(method, params) {
        const id = this.#nextId++;
        const session = this.#session === '' ? {} : { sessionId: this.#session };
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`no answer: ${method}`)), kStepTimeoutMs);
            this.#waiting.set(id, ({ result, error }) => {
                clearTimeout(timer);
                this.#waiting.delete(id);
                if (error === undefined)
                    resolve(result);
                else
                    reject(new Error(`${method}: ${error.message}`));
            });
            this.#socket.send(JSON.stringify({ id, method, params, ...session }));
        });
    }
}
/** Starts a browser with a profile of its own. */
export async function openBrowser(program) {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-browser-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    const child = spawn(program, [
        ...flags,
        '--no-first-run',
        '--remote-debugging-port=0',
        `--user-data-dir=${folder}`,
        'about:blank',
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const line of createInterface({ input: child.stderr })) {
        const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (url === undefined)
            continue;
        child.stderr.resume();
        const socket = new WebSocket(url);
        await once(socket, 'open');
        return new Browser(child, socket, folder);
    }
    throw new Error(`${program} ended before it listened`);
}
//# sourceMappingURL=browser.js.map