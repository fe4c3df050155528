export type UnitPlan = {
    /** Name of the center. */
    readonly name: string;
    /** A unit of one user, run by that user's own systemd; else one of the machine. */
    readonly isUser: boolean;
    /** Who runs a unit of the machine. */
    readonly runAs: string;
    /** Program and script: absolute paths. */
    readonly program: readonly string[];
    /** Flags of `server` as they were given, paths absolute. */
    readonly flags: ReadonlyMap<string, string | boolean>;
    /** Path of the configuration file, absolute; undefined: none. */
    readonly config: string | undefined;
    /** Files and folders named in the flags that the server writes to, beyond those that systemd makes. */
    readonly writable: readonly string[];
    /** Whether the server can talk to systemd: it needs the addon for that. */
    readonly canNotify: boolean;
    /** An address has a port below 1,024. */
    readonly hasLowPort: boolean;
};
/** The first line of every unit that signalbox wrote; others are not touched. */
export declare const kUnitMark = "# Written by `signalbox service install`; changes are lost when it is run again.";
/** The unit's text, with line ends. */
export declare function unitText(plan: UnitPlan): string;
/** Where the machine's units have their pipe and data: folders that systemd makes for them. */
export declare function machinePaths(name: string): {
    readonly pipe: string;
    readonly dataDir: string;
};
/** Folders that a unit has to be allowed to write to for these files. */
export declare function foldersOf(paths: readonly string[]): readonly string[];
