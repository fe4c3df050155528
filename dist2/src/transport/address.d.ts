export type Address = {
    readonly kind: 'local';
    readonly path: string;
    readonly carrier: 'auto' | 'shm' | 'pipe';
    readonly text: string;
} | {
    readonly kind: 'remote';
    readonly host: string;
    readonly port: number;
    readonly isTls: boolean;
    readonly text: string;
} | {
    readonly kind: 'worker';
    readonly text: string;
};
/** Address that is meant when none is given and SIGNALBOX_CENTER is not set. */
export declare const kAddressDefault = "signalbox:default";
/**
 * Reads an address.
 *
 * @param text undefined: SIGNALBOX_CENTER, else {@link kAddressDefault}.
 * @throws CenterError ERR_BAD_ARGUMENT that names the value and the rule.
 */
export declare function parseAddress(text: string | undefined): Address;
/** @returns the rule that the name of a center breaks, or null. */
export declare function brokenNameRule(name: string): string | null;
/** @returns the rule that the path of a pipe breaks, or null. */
export declare function brokenPipeRule(path: string): string | null;
/** @returns the rule that `host:port` breaks, or null. */
export declare function brokenHostPortRule(text: string): string | null;
/** Where the pipe of a center is by default. @throws CenterError ERR_BAD_ARGUMENT for a bad name. */
export declare function defaultPipePath(name: string): string;
/** Reads `host:port`, `[::1]:port` or `:port` (loopback). @throws CenterError ERR_BAD_ARGUMENT. */
export declare function parseHostPort(text: string, whole: string): {
    host: string;
    port: number;
};
/** True when only this machine can reach the host. */
export declare function isLoopback(host: string): boolean;
/**
 * Makes the folder of a pipe, or checks that only this user may enter it.
 *
 * @throws CenterError ERR_UNSAFE_DIRECTORY.
 */
export declare function ensurePipeFolder(pipePath: string): void;
/** @returns the rule that a folder for this user alone breaks, or null. Throws the system's error when there is none. */
export declare function brokenFolderRule(path: string): string | null;
/** Lets only this user connect. */
export declare function protectPipe(path: string): void;
