import type { DispatchMeasure } from '../data/messages.js';
/**
 * Whoever asks while a question is on its way shares its answer.
 *
 * @param post sends the question.
 * @returns `measure` asks, waits so many milliseconds, and gives null when that was in vain, while the question stays on its
 *   way; `onMeasured` takes the answer.
 */
export declare function measureThrough(post: () => void): {
    readonly measure: (timeoutMs: number) => Promise<DispatchMeasure | null>;
    readonly onMeasured: (measure: DispatchMeasure) => void;
};
