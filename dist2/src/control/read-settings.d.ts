import type { Fault } from './config-file.js';
import { type SettingValue } from './setting-kinds.js';
import { type SettingSpec } from './settings.js';
/** Where a value comes from, from the weakest to the strongest. */
export type Origin = {
    readonly kind: 'default';
} | {
    readonly kind: 'file';
    readonly place: string;
} | {
    readonly kind: 'env';
    readonly name: string;
} | {
    readonly kind: 'flag';
    readonly name: string;
};
export type Setting = {
    readonly spec: SettingSpec;
    /** Null: nothing was said, and nothing holds then. */
    readonly value: SettingValue | null;
    readonly origin: Origin;
};
export type SettingSources = {
    /** Texts by key of the setting; true or false for switches. */
    readonly flags: ReadonlyMap<string, string | boolean>;
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** Path of the configuration file, or undefined. */
    readonly file: string | undefined;
};
export type ReadSettings = {
    /** Every setting there is, by key. */
    readonly settings: ReadonlyMap<string, Setting>;
    /** Everything that is wrong; empty when the settings can be used. */
    readonly faults: readonly Fault[];
};
/** Reads all sources. All faults are told together. Reads the file anew at each call. */
export declare function readSettings(sources: SettingSources): Promise<ReadSettings>;
/** Where a value comes from, in one word or two: `default`, `center.yaml:3:5`, `env SIGNALBOX_NAME`, `flag --name`. */
export declare function originText(origin: Origin): string;
/** Whether one origin wins over another. */
export declare function isStronger(one: Origin, other: Origin): boolean;
