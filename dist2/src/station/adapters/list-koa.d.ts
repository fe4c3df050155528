import { type Listing } from './listing.js';
export declare function isKoa(app: unknown): boolean;
export declare function listKoa(app: unknown): Listing;
