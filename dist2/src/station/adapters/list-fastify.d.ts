import { type ListedRoute, type Listing } from './listing.js';
export declare function isFastify(app: unknown): boolean;
export declare function listFastify(app: unknown): Listing;
/** The routes of a printed tree. */
export declare function routesOfTree(text: string): ListedRoute[];
