import type { Clock } from '../base/clock.js';
import type { Account, Accounts } from '../control/accounts.js';
export declare class Sessions {
    #private;
    constructor(accounts: Pick<Accounts, 'find'>, clock: Clock);
    /** @returns the token of a new session. Beyond the bound the oldest session ends. */
    open({ id, changedMs }: Account): string;
    /** @returns the account of a session; null when it is unknown, over, or older than the account's secret. */
    find(token: string): Account | null;
    close(token: string): void;
}
