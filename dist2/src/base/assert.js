// Inner rules, kept on in production: a broken one is a bug of ours, never a caller's mistake.
/**
 * Stops at a broken inner rule.
 *
 * @param condition what must hold.
 * @param rule the rule in words; it becomes the text of the error.
 * @throws Error when the condition is false. Any thread; allocates nothing when it holds.
 */
export function assert(condition, rule) {
    if (!condition)
        throw new Error(`broken rule: ${rule}`);
}
//# sourceMappingURL=assert.js.map