// Accounts at rest: a file that only its user may read, written whole or not at all.
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync, } from 'node:fs';
import { dirname, join } from 'node:path';
import { centerError } from '../base/errors.js';
const kFileName = 'accounts.json';
const kHexPattern = /^(?:[0-9a-f]{2})+$/;
/** Most of scrypt's cost that a file may ask for: 128 MiB and half a second. */
const kCostMax = 1 << 17;
export class AccountFile {
    path;
    #stamp = '';
    #accountsCache = [];
    /** @param folder the center's data folder; it is there. */
    constructor(folder) {
        this.path = join(folder, kFileName);
    }
    /**
     * The accounts; the file is read again when it has changed.
     *
     * @returns null when there is no file.
     * @throws CenterError ERR_BAD_ARGUMENT when it does not hold accounts.
     */
    read() {
        const stat = statSync(this.path, { throwIfNoEntry: false, bigint: true });
        if (stat === undefined)
            return null;
        const stamp = `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
        if (stamp !== this.#stamp) {
            this.#accountsCache = parse(this.path, readFileSync(this.path, 'utf8'));
            this.#stamp = stamp;
        }
        return this.#accountsCache;
    }
    /** Makes the file. @returns false when there is one already; then nothing has changed. */
    create(accounts) {
        const draft = this.#writeDraft(accounts);
        try {
            linkSync(draft, this.path);
            return true;
        }
        catch (error) {
            if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')
                return false;
            throw error;
        }
        finally {
            unlinkSync(draft);
            syncFolder(this.path);
        }
    }
    /** Puts others in the place of those that are there. */
    replace(accounts) {
        renameSync(this.#writeDraft(accounts), this.path);
        syncFolder(this.path);
    }
    #writeDraft(accounts) {
        const draft = `${this.path}.${process.pid}.${Date.now().toString(36)}`;
        const content = { version: 1, accounts };
        const descriptor = openSync(draft, 'wx', 0o600);
        try {
            // Not by one write: on a disk that is nearly full it may take a part.
            writeFileSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
            fsyncSync(descriptor);
        }
        catch (error) {
            unlinkSync(draft);
            throw error;
        }
        finally {
            closeSync(descriptor);
        }
        return draft;
    }
}
/** Makes a new name in a folder last. */
function syncFolder(path) {
    const descriptor = openSync(dirname(path), 'r');
    try {
        fsyncSync(descriptor);
    }
    finally {
        closeSync(descriptor);
    }
}
function parse(path, text) {
    let content;
    try {
        content = JSON.parse(text);
    }
    catch {
        content = null;
    }
    if (isContent(content))
        return content.accounts;
    const rule = 'a list of accounts, as signalbox writes it, is wanted; move the file away to begin anew';
    throw centerError('ERR_BAD_ARGUMENT', { name: 'the account file', value: path, rule });
}
function isContent(value) {
    const accounts = field(value, 'accounts');
    return field(value, 'version') === 1 && Array.isArray(accounts) && accounts.every(isAccount);
}
function isAccount(value) {
    const scopes = field(value, 'scopes');
    const cost = field(value, 'cost');
    return (typeof field(value, 'id') === 'string' &&
        Array.isArray(scopes) &&
        scopes.every((scope) => typeof scope === 'string') &&
        isHex(field(value, 'salt')) &&
        isHex(field(value, 'hash')) &&
        typeof cost === 'number' &&
        cost > 1 &&
        cost <= kCostMax &&
        Number.isInteger(Math.log2(cost)) &&
        typeof field(value, 'changedMs') === 'number');
}
function isHex(value) {
    return typeof value === 'string' && kHexPattern.test(value);
}
function field(value, name) {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
//# sourceMappingURL=account-file.js.map