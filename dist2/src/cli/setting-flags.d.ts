import { type Command } from 'commander';
import type { Fault } from '../control/config-file.js';
import type { CenterOptions } from '../control/options.js';
import { type ReadSettings, type Setting } from '../control/read-settings.js';
import type { SettingValue } from '../control/setting-kinds.js';
import { type SettingSpec } from '../control/settings.js';
import { CliError } from './exit.js';
/** Flags as commander found them, by key of the setting. */
export type GivenSettings = {
    readonly flags: ReadonlyMap<string, string | boolean>;
    /** Path of the configuration file, or undefined. */
    readonly file: string | undefined;
};
/** Adds a flag for each setting that is wanted, and `--config`. */
export declare function addSettingFlags(command: Command, isWanted?: (spec: SettingSpec) => boolean): void;
/** What stood on the command line. */
export declare function givenSettings(command: Command): GivenSettings;
/** Reads flags, environment and file. Every fault that can be seen without starting is told. */
export declare function readGiven({ flags, file }: GivenSettings, environment?: NodeJS.ProcessEnv): Promise<ReadSettings>;
/** The error that tells every fault, a line each. */
export declare function faultsError(faults: readonly Fault[]): CliError;
/**
 * The options of a center that starts with these settings.
 *
 * @throws CliError of usage when a file that is named cannot be read.
 */
export declare function centerOptions(settings: ReadonlyMap<string, Setting>): Promise<CenterOptions>;
/** A setting's value with what holds where the table has no constant for it. */
export declare function valueInForce(settings: ReadonlyMap<string, Setting>, { spec, value }: Setting): SettingValue | null;
