import { type Clock } from '../base/clock.js';
import { AccountFile, type StoredAccount } from './account-file.js';
/** The account that every center has. */
export declare const kAdminId = "admin";
/** An account that has proved who it is. */
export type Account = {
    readonly id: string;
    /** What it may do; `admin` is everything. */
    readonly scopes: readonly string[];
    /** When its secret was made, in milliseconds since 1970: what was granted before that is void. */
    readonly changedMs: number;
};
/** `busy`: too many are being asked at once; nothing was compared, try again. */
export type Verdict = {
    readonly ok: true;
    readonly account: Account;
} | {
    readonly ok: false;
    readonly reason: 'wrong' | 'busy';
};
export type AccountsOptions = {
    /** Where accounts are stored; null: in memory, for as long as the process runs. */
    readonly dataDir: string | null;
    /** Gives admin its well-known secret, and stores nothing. */
    readonly isDev: boolean;
};
/** What tests put in the place of time. */
export type AccountsTime = {
    readonly clock: Clock;
    readonly wait: (ms: number) => Promise<void>;
};
export declare class Accounts {
    #private;
    /** The secret of admin where this start made it, to be shown once and kept nowhere; else null. */
    readonly madeSecret: string | null;
    /** Made by {@link openAccounts}. */
    constructor(file: AccountFile | null, inMemory: readonly StoredAccount[], nobody: StoredAccount, madeSecret: string | null, time: AccountsTime);
    /**
     * Compares a secret, in a time that tells nothing about it. After 10 wrong ones within a minute, the account's
     * further wrong answers take a second longer; a right secret waits for its turn alone, and addresses take turns.
     *
     * @param client address that the secret comes from.
     */
    verify(id: string, secret: string, client: string): Promise<Verdict>;
    /**
     * Makes a token for a login link: good once, for ten minutes, in this process.
     *
     * @throws CenterError ERR_BAD_ARGUMENT when there is no such account.
     */
    issueLoginToken(id: string): string;
    /** Takes a login token back. @returns its account; null when it is unknown, used, or too old. */
    redeem(token: string): Account | null;
    /** An account by its id: what a session of it may do now. */
    find(id: string): Account | null;
}
/**
 * Opens the accounts of a center; makes the account admin with a random secret where there is none.
 *
 * Rejects with ERR_BAD_ARGUMENT when the folder cannot be made, or the file does not hold accounts, not even one; and with the
 * system's error when it cannot be read or written.
 */
export declare function openAccounts({ dataDir, isDev }: AccountsOptions, time?: AccountsTime): Promise<Accounts>;
/**
 * Gives an account a new secret. A running center of this data folder takes it at once.
 *
 * @returns the secret, which is stored nowhere.
 * Rejects with ERR_BAD_ARGUMENT when there is no such account.
 */
export declare function resetSecret(dataDir: string, id: string): Promise<string>;
