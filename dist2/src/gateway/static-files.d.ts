import type { HttpRequest } from '../http/http-server.js';
/** One mount: paths that begin with the prefix are files below the folder. */
export type StaticMount = {
    readonly prefix: string;
    readonly folder: string;
};
/** A file that was found; {@link close} must follow. */
export type StaticAnswer = {
    readonly status: 200 | 206 | 304 | 416;
    readonly headers: string[];
    /** What of the file is the body; null: none of it. */
    readonly part: {
        readonly start: number;
        readonly bytes: number;
    } | null;
    read(target: Uint8Array, position: number): Promise<number>;
    close(): Promise<void>;
};
export declare class StaticFiles {
    #private;
    private constructor();
    /** Rejects with ERR_BAD_ARGUMENT when a folder is not there. */
    static open(mounts: readonly StaticMount[]): Promise<StaticFiles>;
    get isEmpty(): boolean;
    /**
     * Finds the file of a path.
     *
     * @param path as on the wire, without the query.
     * @returns null when there is none, or none that may be shown.
     */
    find(path: string, request: HttpRequest): Promise<StaticAnswer | null>;
}
/**
 * The names on the way to a file.
 *
 * @param rest a path as on the wire, below its mount.
 * @returns null for a path that names nothing that may be shown: broken percent-encoding, NUL, a separator inside a name,
 *   `.` and `..`, a name that begins with a dot.
 */
export declare function safeNames(rest: string): readonly string[] | null;
