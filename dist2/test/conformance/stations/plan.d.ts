import type { Balance, Station } from '../../../src/index.js';
export type StationPlan = {
    /** suite: every behaviour of one station. member: one of several that share a service. */
    readonly kind: 'suite' | 'member';
    readonly name: string;
    /** Tells the members of a service apart. */
    readonly label: string;
    readonly balance: Balance;
    readonly weight: number;
};
export type StationKeys = {
    readonly token?: string;
    readonly certificates?: string;
};
export declare function createPlanned(plan: StationPlan, keys: StationKeys): Station;
