import { type Station } from '../../../src/index.js';
import type { Notes } from './notes.js';
export declare function offerHttp(station: Station, notes: Notes): void;
