// Asks the dispatch worker for its figures. It may be slow to answer, or stuck: that must neither hold up whoever asks nor pile up.
/**
 * Whoever asks while a question is on its way shares its answer.
 *
 * @param post sends the question.
 * @returns `measure` asks, waits so many milliseconds, and gives null when that was in vain, while the question stays on its
 *   way; `onMeasured` takes the answer.
 */
export function measureThrough(post) {
    let asked = null;
    const measure = (timeoutMs) => {
        if (asked === null) {
            asked = question();
            post();
        }
        const { promise: late, cancel } = after(timeoutMs);
        return Promise.race([asked.answer, late]).finally(cancel);
    };
    const onMeasured = (answer) => {
        asked?.settle(answer);
        asked = null;
    };
    return { measure, onMeasured };
}
function question() {
    let settle = (_measure) => { };
    const answer = new Promise((resolve) => {
        settle = resolve;
    });
    return { answer, settle };
}
function after(ms) {
    let timer;
    const promise = new Promise((resolve) => {
        timer = setTimeout(() => resolve(null), ms);
    });
    return { promise, cancel: () => clearTimeout(timer) };
}
//# sourceMappingURL=dispatch-measure.js.map