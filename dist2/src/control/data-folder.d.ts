/** Counts up when a file of the folder changes so that an older center would misread it. */
export declare const kDataVersion = 1;
/**
 * Makes the folder where it is missing, for this user alone, and checks its version. A folder without one is given it: it is
 * new, or of the first version, which wrote none.
 *
 * @throws CenterError ERR_BAD_ARGUMENT when it cannot be made or has another version; nothing in it is touched then.
 */
export declare function openDataFolder(path: string): void;
