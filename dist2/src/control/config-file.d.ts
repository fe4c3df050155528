import { type SettingValue } from './setting-kinds.js';
import { type SettingSpec } from './settings.js';
export type FileSetting = {
    readonly spec: SettingSpec;
    readonly value: SettingValue;
    /** `file:line:column`. */
    readonly place: string;
};
/** What is wrong with settings, and where: `file:line:column`, a flag, or a variable. */
export type Fault = {
    readonly place: string;
    readonly text: string;
};
export type ConfigFile = {
    readonly settings: readonly FileSetting[];
    readonly faults: readonly Fault[];
};
/** Reads and checks a file. Never throws: that it cannot be read is a fault, too. */
export declare function readConfigFile(path: string): ConfigFile;
/** Checks the text of a file. All faults are told together, in the order of the file. */
export declare function checkConfig(path: string, text: string): ConfigFile;
/** A hint at the key that may have been meant; empty where none is alike. */
export declare function hintOf(key: string): string;
