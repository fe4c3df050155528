import type { CenterOptions } from '../control/options.js';
import type { Reload } from '../control/reload.js';
import type { CliCenter, CliContext, Supervisor } from './context.js';
/**
 * Listens for SIGHUP. One that comes before the center runs is taken up when it does; several while one is worked on
 * are one.
 *
 * @param readOptions reads all sources anew; rejects when something is wrong with them.
 */
export declare function listenForReload(context: CliContext, supervisor: Supervisor | null, readOptions: () => Promise<CenterOptions>): {
    attach: (center: CliCenter) => void;
    release: () => void;
};
/** What people are told of a reload. */
export declare function reloadText({ changed, needsRestart }: Reload): string;
/** What they are told of one that was refused. */
export declare function refusedReloadText(error: unknown): string;
