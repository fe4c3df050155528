// Figures of the process and of the main thread's event loop.
import { readdir, readFile } from 'node:fs/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
/** Milliseconds between two looks at the event loop: 50 wake-ups a second are 0.1 % of a core. */
const kDelayResolutionMs = 20;
/** Measures the event loop from the first look on, so that whoever never looks pays nothing. */
export class ProcessBook {
    #histogram = null;
    #isClosed = false;
    async read() {
        const { user, system } = process.cpuUsage();
        const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
        const { active, idle } = performance.eventLoopUtilization();
        const [openFds, maxFds] = await Promise.all([countOpenFds(), readMaxFds()]);
        return {
            cpuSeconds: (user + system) / 1e6,
            startSeconds: performance.timeOrigin / 1e3,
            residentBytes: rss,
            heapUsedBytes: heapUsed,
            heapTotalBytes: heapTotal,
            externalBytes: external,
            openFds,
            maxFds,
            activeMs: active,
            idleMs: idle,
            delay: this.#delay(),
        };
    }
    /** Measures no longer. */
    close() {
        this.#isClosed = true;
        this.#histogram?.disable();
        this.#histogram = null;
    }
    #delay() {
        if (this.#isClosed)
            return null;
        const histogram = this.#histogram;
        if (histogram === null) {
            this.#histogram = monitorEventLoopDelay({ resolution: kDelayResolutionMs });
            this.#histogram.enable();
            return null;
        }
        if (histogram.count === 0)
            return null;
        // Node measures the whole span between two looks.
        const late = (ns) => Math.max(0, ns / 1e9 - kDelayResolutionMs / 1e3);
        const [p50, p99] = [histogram.percentile(50), histogram.percentile(99)].map(late);
        const delay = { p50, p99, max: late(histogram.max) };
        histogram.reset();
        return delay;
    }
}
async function countOpenFds() {
    try {
        return (await readdir('/proc/self/fd')).length;
    }
    catch {
        return null; // only Linux has it
    }
}
async function readMaxFds() {
    try {
        const limits = await readFile('/proc/self/limits', 'utf8');
        const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
        return soft === undefined ? null : Number(soft);
    }
    catch {
        return null; // only Linux has it
    }
}
//# sourceMappingURL=process-figures.js.map