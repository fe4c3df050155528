/** What a line says. */
export type AccessEntry = {
    readonly time: string;
    readonly id: string;
    readonly client: string;
    readonly method: string;
    /** Path and query as they came; of the center's own paths the log leaves out the value of `token`. */
    readonly target: string;
    /** 499 when the client left before the answer. */
    readonly status: number;
    /** Body bytes of the answer, before any compression. */
    readonly bytes: number;
    readonly ms: number;
};
export declare class AccessLog {
    #private;
    /** `stderr`, or the path of the file. */
    readonly where: string;
    /** @param where `stderr` or the path of a file, which is made with mode 0600. @throws CenterError ERR_BAD_ARGUMENT. */
    constructor(where: string);
    /** Lines that were lost because the file is slow. */
    get lostCount(): number;
    /** @returns false when the line found no room and is lost. */
    add(entry: AccessEntry): boolean;
    /** Opens the file again, for a log that was renamed. Keeps the old one when that fails. @throws CenterError ERR_BAD_ARGUMENT. */
    reopen(): void;
    /** Writes what waits, and closes the file. */
    close(): Promise<void>;
}
