import type { CliContext } from '../context.js';
import { type Finding } from './finding.js';
/** The folder of the data, or of the pipe: for this user alone, or to be made where that is allowed. */
export declare function checkFolder(name: string, path: string): Finding;
/** The data folder is made private at the start, so that its mode is not looked at. */
export declare function checkDataFolder(path: string): Finding;
export declare function checkDisk(path: string): Promise<Finding>;
/**
 * Whether an address is free, by listening there for a moment.
 *
 * @param address null and `off`: none is wanted.
 * @param isRunning a center runs that may hold it.
 */
export declare function checkPort(name: string, address: string | null, isRunning: boolean): Promise<Finding>;
/** Whether a center answers at the pipe. That none does is fine: it may be about to start. */
export declare function checkCenter(context: Pick<CliContext, 'connect'>, pipe: string): Promise<{
    readonly finding: Finding;
    readonly isRunning: boolean;
}>;
