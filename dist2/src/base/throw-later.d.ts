/** Throws an error where nobody can catch it: the process learns of a bug in a callback, and what called it goes on. */
export declare function throwLater(error: unknown): void;
