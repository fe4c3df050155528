import { type Station } from '../../../src/index.js';
import type { StationKeys, StationPlan } from './plan.js';
export declare function createMember(plan: StationPlan, keys: StationKeys): Station;
