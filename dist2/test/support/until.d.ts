/** Resolves when the condition holds. Rejects when it has not within 20 s. */
export declare function until(condition: () => boolean | Promise<boolean>): Promise<void>;
