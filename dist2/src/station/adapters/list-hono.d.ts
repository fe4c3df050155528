import { type Listing } from './listing.js';
export declare function isHono(app: unknown): boolean;
export declare function listHono(app: unknown): Listing;
