/** Random numbers that a seed repeats: mulberry32. */
export declare function seededRandom(seed: number): () => number;
/** The seed of this run: SIGNALBOX_SEED, or the time. */
export declare function seedOfRun(): number;
