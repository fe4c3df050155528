import { type Station } from '../../../src/index.js';
import type { StationKeys } from './plan.js';
export declare function createSuite(name: string, keys: StationKeys): Station;
