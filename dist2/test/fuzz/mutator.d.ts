/** A sequence of numbers that its seed determines (mulberry32). */
export type Random = (below: number) => number;
export declare function randomOf(seed: number): Random;
/**
 * A new input.
 *
 * @param corpus at least one.
 * @param words texts (latin1) that inputs are made of.
 */
export declare function mutated(corpus: readonly Buffer[], words: readonly string[], random: Random): Buffer;
