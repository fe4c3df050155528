import type { RouteOffer } from '../control/stats.js';
export type DocumentOptions = {
    readonly title: string;
    readonly version: string;
    /** True to show the center's own routes, too. */
    readonly hasSystem: boolean;
};
/**
 * The document as text. Routes of one path and method that differ in the names of parameters only are shown once.
 *
 * Of more than {@link kOpenApiBytesMax} the rest is left out, and `info` says how many paths that are.
 */
export declare function openApiText(offers: readonly RouteOffer[], options: DocumentOptions): string;
