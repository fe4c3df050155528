// One JSON line for each request, on stderr or in a file. JSON escapes whatever a client put into a path, so that a line
// stays one line. Nobody waits for the log: what does not fit into its buffer is lost and counted.
import { closeSync, openSync, write } from 'node:fs';
import { centerError } from '../base/errors.js';
import { kAccessLogBytesMax } from '../base/limits.js';
const kStderr = 2;
/** Where tokens are taken: see services/login.ts. */
const kOwnFolder = '/_sys_/';
export class AccessLog {
    /** `stderr`, or the path of the file. */
    where;
    #path;
    #descriptor;
    #lines = [];
    /** Of lines that wait or are being written. */
    #waitingBytes = 0;
    #isWriting = false;
    #lostCount = 0;
    #onIdle = [];
    /** Files that lines are still written to. */
    #replaced = [];
    /** @param where `stderr` or the path of a file, which is made with mode 0600. @throws CenterError ERR_BAD_ARGUMENT. */
    constructor(where) {
        this.where = where;
        this.#path = where === 'stderr' ? null : where;
        this.#descriptor = this.#path === null ? kStderr : openFile(this.#path);
    }
    /** Lines that were lost because the file is slow. */
    get lostCount() {
        return this.#lostCount;
    }
    /** @returns false when the line found no room and is lost. */
    add(entry) {
        const line = `${JSON.stringify(withoutToken(entry))}\n`;
        if (this.#waitingBytes + line.length > kAccessLogBytesMax) {
            this.#lostCount++;
            return false;
        }
        this.#waitingBytes += line.length;
        this.#lines.push(line);
        if (!this.#isWriting) {
            this.#isWriting = true;
            setImmediate(() => this.#write()); // the lines of one turn together
        }
        return true;
    }
    /** Opens the file again, for a log that was renamed. Keeps the old one when that fails. @throws CenterError ERR_BAD_ARGUMENT. */
    reopen() {
        if (this.#path === null)
            return;
        const opened = openFile(this.#path);
        if (this.#isWriting)
            this.#replaced.push(this.#descriptor);
        else
            closeSync(this.#descriptor);
        this.#descriptor = opened;
    }
    /** Writes what waits, and closes the file. */
    async close() {
        await this.#whenIdle();
        if (this.#path !== null)
            closeSync(this.#descriptor);
    }
    #whenIdle() {
        if (!this.#isWriting)
            return Promise.resolve();
        return new Promise((resolve) => this.#onIdle.push(resolve));
    }
    #write() {
        const text = this.#lines.join('');
        this.#lines = [];
        this.#writeFrom(this.#descriptor, Buffer.from(text), 0, () => {
            this.#waitingBytes -= text.length;
        });
    }
    #writeFrom(descriptor, batch, at, onOver) {
        write(descriptor, batch, at, batch.length - at, null, (error, written) => {
            // A full disk must not end the gateway: its lines are lost, and counted as far as they are known.
            if (error !== null)
                this.#lostCount++;
            else if (at + written < batch.length) {
                this.#writeFrom(descriptor, batch, at + written, onOver);
                return;
            }
            onOver();
            for (const replaced of this.#replaced.splice(0))
                closeSync(replaced);
            if (this.#lines.length > 0) {
                this.#write();
                return;
            }
            this.#isWriting = false;
            for (const resolve of this.#onIdle.splice(0))
                resolve();
        });
    }
}
/** A login link is good until it is used: who reads the log must not be able to. */
function withoutToken(entry) {
    const mark = entry.target.startsWith(kOwnFolder) ? entry.target.indexOf('?') : -1;
    if (mark < 0)
        return entry;
    const fields = entry.target
        .slice(mark + 1)
        .split('&')
        .map((field) => {
        const isToken = new URLSearchParams(field).has('token') && field.includes('=');
        return isToken ? `${field.slice(0, field.indexOf('='))}=***` : field;
    });
    return { ...entry, target: `${entry.target.slice(0, mark)}?${fields.join('&')}` };
}
function openFile(path) {
    try {
        return openSync(path, 'a', 0o600);
    }
    catch (error) {
        const rule = `it must be a file that can be written: ${error instanceof Error ? error.message : ''}`;
        throw centerError('ERR_BAD_ARGUMENT', { name: 'http.accessLog', value: path, rule });
    }
}
//# sourceMappingURL=access-log.js.map