/**
 * Stops at a broken inner rule.
 *
 * @param condition what must hold.
 * @param rule the rule in words; it becomes the text of the error.
 * @throws Error when the condition is false. Any thread; allocates nothing when it holds.
 */
export declare function assert(condition: boolean, rule: string): asserts condition;
