/**
 * Patterns that match at least what a path of a framework matches, without a method.
 *
 * @param path `/a/:id`, `/a/:id?`, `/a/:id(\\d+)`, `/a{/:id}`, `/files/*rest`, `/files/*`, `/a/:x-:y`, …
 */
export declare function patternsOf(path: string): string[];
/** Patterns for everything at and below a path without a slash at its end; '' is the root. */
export declare function below(prefix: string): string[];
/** The leading segments of a path, or of a regular expression's source, that can be nothing else. */
export declare function literalPrefixOf(source: string): string;
