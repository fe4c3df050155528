import { type Listing } from './listing.js';
/** True for an Express application: a function that keeps settings and handles requests. */
export declare function isExpress(app: unknown): boolean;
export declare function listExpress(app: unknown): Listing;
