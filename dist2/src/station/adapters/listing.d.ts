/** One route of an application. */
export type ListedRoute = {
    /** Capital letters; '' for every method. */
    readonly method: string;
    /** As the framework writes it; a regular expression, or null for a path that it does not tell. */
    readonly path: string | RegExp | null;
    /** Path that the router of this route is mounted at; '' for the root. */
    readonly mount: string;
    /** True for whatever lies at or below the path. */
    readonly isPrefix?: boolean;
};
/** The routes of an application. */
export type Listing = {
    readonly routes: readonly ListedRoute[];
    /** False when the application answers paths that it does not list: files, a page of its own for what is not found. */
    readonly isComplete: boolean;
    /** True when OPTIONS may be answered at every path, for example to the preflights of browsers. */
    readonly answersOptions: boolean;
};
/** Of an application that cannot be asked. */
export declare const kUnlisted: Listing;
/** A property of a value of unknown shape; undefined where there is none, or where it refuses to be read. */
export declare function fieldOf(value: unknown, name: string): unknown;
/** The same for a list; empty where there is none. */
export declare function listAt(value: unknown, name: string): readonly unknown[];
/** Middleware that is known to answer with files. */
export declare function servesFiles(handler: unknown): boolean;
