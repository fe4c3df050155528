// Who has logged in: what a browser's cookie stands for. Kept in memory; a restart of the center logs everybody out.
import { createHash, randomBytes } from 'node:crypto';
import { kSessionCountMax, kSessionMs } from '../base/limits.js';
const kTokenBytes = 32;
export class Sessions {
    #accounts;
    #clock;
    /** By the hash of the token, oldest first. */
    #sessions = new Map();
    constructor(accounts, clock) {
        this.#accounts = accounts;
        this.#clock = clock;
    }
    /** @returns the token of a new session. Beyond the bound the oldest session ends. */
    open({ id, changedMs }) {
        const token = randomBytes(kTokenBytes).toString('base64url');
        const [oldest] = this.#sessions.keys();
        if (this.#sessions.size >= kSessionCountMax && oldest !== undefined) {
            this.#sessions.delete(oldest);
        }
        const deadlineMs = this.#clock.nowMs() + kSessionMs;
        this.#sessions.set(digestOf(token), { id, changedMs, deadlineMs });
        return token;
    }
    /** @returns the account of a session; null when it is unknown, over, or older than the account's secret. */
    find(token) {
        const digest = digestOf(token);
        const session = this.#sessions.get(digest);
        if (session === undefined)
            return null;
        const account = this.#accounts.find(session.id);
        const isGood = this.#clock.nowMs() < session.deadlineMs && account?.changedMs === session.changedMs;
        if (!isGood)
            this.#sessions.delete(digest);
        return isGood ? account : null;
    }
    close(token) {
        this.#sessions.delete(digestOf(token));
    }
}
function digestOf(token) {
    return createHash('sha256').update(token).digest('hex');
}
//# sourceMappingURL=sessions.js.map