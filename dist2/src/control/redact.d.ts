export declare const kRedacted = "***";
/** @param more further parts of names. @returns whether the value of a field is a secret. */
export declare function secretNames(more: readonly string[]): (name: string) => boolean;
/**
 * Replaces secrets in JSON text.
 *
 * @param text JSON, or the beginning of some: a secret that is cut off is replaced as well.
 */
export declare function redactJson(text: string, isSecret: (name: string) => boolean): string;
