import type { InitializeHook, LoadHook } from 'node:module';
import { type Plant } from './plant.js';
export declare const initialize: InitializeHook<Plant>;
export declare const load: LoadHook;
