/** The folder that holds package.json; tests run from dist/test/tidy. */
export declare const kRoot: string;
/** Files below a folder of the project, as paths from its root. */
export declare function filesBelow(folder: string, ...endings: string[]): string[];
/** A file's text. Throws when it is missing: what is not there cannot be right. */
export declare function read(path: string): string;
/** Modules that a TypeScript file imports: paths from the root for its own, names for packages. */
export declare function importsOf(path: string): string[];
