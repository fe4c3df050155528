// Waiting without sleeping: a condition is polled, and a watchdog ends the wait.
const kWatchdogMs = 20_000;
/** Resolves when the condition holds. Rejects when it has not within 20 s. */
export async function until(condition) {
    const deadlineMs = performance.now() + kWatchdogMs;
    while (!(await condition())) {
        if (performance.now() > deadlineMs)
            throw new Error('the condition never held');
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
}
//# sourceMappingURL=until.js.map