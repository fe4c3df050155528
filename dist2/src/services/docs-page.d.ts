import type { Station } from '../station/station.js';
/** Fields of every page of the center: no script but its own files, no frame around it. */
export declare const kPageHeaders: {
    'content-security-policy': string;
    'x-content-type-options': string;
    'referrer-policy': string;
    'cache-control': string;
};
/** Adds the page's routes to the center's own station. */
export declare function offerDocsPage(station: Station): void;
