import { type SettingKind, type SettingValue } from './setting-kinds.js';
export type SettingSpec = {
    /** Where it stands in the configuration file and in CenterOptions: `http.address` is `address` inside `http`. */
    readonly key: string;
    /** Its flag is `--NAME`, its variable SIGNALBOX_NAME in capitals and with underscores. */
    readonly name: string;
    /** False for secrets: everybody may read the flags of a process. */
    readonly hasFlag: boolean;
    /** What stands behind the flag in the help; empty for switches. */
    readonly placeholder: string;
    readonly kind: SettingKind;
    /** What holds when nothing is said; null: none. */
    readonly fallback: SettingValue | null;
    /** How the documents say the fallback where it is no constant. */
    readonly fallbackText: string;
    /** Whether SIGHUP takes a changed value; else a restart is needed. */
    readonly isReloadable: boolean;
    /** Shown as *** wherever settings are shown. */
    readonly isSecret: boolean;
    /** Part of CenterOptions; else the command line uses it up. */
    readonly isOption: boolean;
    /** One sentence, without its end. */
    readonly help: string;
};
/** auto: lanes for callers that call one path often; off: every call passes the center. */
export declare const kLaneModes: readonly ['auto', 'off'];
export declare const kLaneModeDefault: LaneMode;
export type LaneMode = (typeof kLaneModes)[number];
/** The engine when none is named: uws where it loads, else node. */
export declare const kHttpEngineDefault = "auto";
/** In the order of docs/CONFIG.md. */
export declare const kSettings: readonly SettingSpec[];
/** @returns the description of a key; undefined where there is none. */
export declare function findSetting(key: string): SettingSpec | undefined;
/** Every key, with the groups that hold them: `http`, `http.tls`. */
export declare function isSettingGroup(path: string): boolean;
/** What holds for a key when nothing is said. */
export declare function fallbackOf(key: string): SettingValue | null;
/** A switch that is on by default has a flag that turns it off. */
export declare function flagOf({ name, kind, fallback }: SettingSpec): string;
export declare function variableOf({ name }: SettingSpec): string;
/** A value as people read it; an absent one is `none`. */
export declare function settingText(value: SettingValue | null): string;
