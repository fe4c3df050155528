import type { StaticMount } from '../gateway/static-files.js';
/** @throws CenterError ERR_BAD_ARGUMENT that names the first that is no folder. */
export declare function checkFolders(mounts: readonly StaticMount[]): void;
/**
 * Looks whether lines can be written; makes nothing.
 *
 * @param where `off`, `stderr`, or the path of a file that need not be there yet.
 * @throws CenterError ERR_BAD_ARGUMENT.
 */
export declare function checkAccessLog(where: string): void;
