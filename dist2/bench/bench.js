// How a bench is made and run: cases in turn, round after round, so that whatever else the machine does meets all alike.
import { mediansOf } from './figures.js';
export const kEffortFull = { warmUpMs: 1_000, runMs: 1_000, runCount: 5 };
/** Tells whether everything works; its figures are rough. */
export const kEffortQuick = { warmUpMs: 100, runMs: 200, runCount: 1 };
/** Runs the cases of a bench in turn. Always closes it. */
export async function runBench(bench, effort) {
    try {
        const entries = [];
        for (const item of bench.cases)
            entries.push({ item, subject: await item.open(), runs: [] });
        for (const { subject } of entries)
            await subject?.measure(effort.warmUpMs);
        for (let round = 0; round < effort.runCount; round++) {
            for (const { subject, runs } of entries) {
                if (subject !== null)
                    runs.push(await subject.measure(effort.runMs));
            }
        }
        return entries.map(({ item, subject, runs }) => ({
            bench: bench.name,
            case: item.name,
            figures: subject === null ? null : { ...item.settings, ...mediansOf(runs), runs: runs.length },
        }));
    }
    finally {
        await bench.close();
    }
}
/** Sets something up when it is asked for first; closes what was set up. */
export class Lazy {
    #make;
    #value = null;
    constructor(make) {
        this.#make = make;
    }
    get() {
        this.#value ??= this.#make();
        return this.#value;
    }
    async close() {
        // Whoever asked for the value was told why it could not be made.
        const value = await this.#value?.catch(() => null);
        await value?.close();
    }
}
//# sourceMappingURL=bench.js.map