import { type ResolvedHttpOptions } from '../gateway/gateway-options.js';
import type { ResolvedCenterOptions } from './options.js';
/** Keys are those of docs/CONFIG.md; a group (`tls`) stands for its settings. */
export type Reload = {
    /** In force now. */
    readonly changed: readonly string[];
    /** Changed, too, and not in force before the center starts again. */
    readonly needsRestart: readonly string[];
};
/**
 * Takes of `next` what a running center can take.
 *
 * @returns the options that are in force from now on, and what became of each change.
 * @throws CenterError ERR_BAD_ARGUMENT for a certificate that is none; then nothing is taken.
 */
export declare function mergeOptions(current: ResolvedCenterOptions, next: ResolvedCenterOptions): {
    readonly options: ResolvedCenterOptions;
    readonly reload: Reload;
};
/** The same for a gateway of its own. @throws CenterError ERR_BAD_ARGUMENT; then nothing is taken. */
export declare function mergeHttpOptions(current: ResolvedHttpOptions, next: ResolvedHttpOptions): {
    readonly options: ResolvedHttpOptions;
    readonly reload: Reload;
};
