/** An account as it is stored; bytes as hexadecimal text. */
export type StoredAccount = {
    readonly id: string;
    /** What it may do; `admin` is everything. */
    readonly scopes: readonly string[];
    /** Of scrypt, with the cost that it was made with. */
    readonly salt: string;
    readonly hash: string;
    readonly cost: number;
    /** Milliseconds since 1970. */
    readonly changedMs: number;
};
export declare class AccountFile {
    #private;
    readonly path: string;
    /** @param folder the center's data folder; it is there. */
    constructor(folder: string);
    /**
     * The accounts; the file is read again when it has changed.
     *
     * @returns null when there is no file.
     * @throws CenterError ERR_BAD_ARGUMENT when it does not hold accounts.
     */
    read(): readonly StoredAccount[] | null;
    /** Makes the file. @returns false when there is one already; then nothing has changed. */
    create(accounts: readonly StoredAccount[]): boolean;
    /** Puts others in the place of those that are there. */
    replace(accounts: readonly StoredAccount[]): void;
}
