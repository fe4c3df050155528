// Commands that go on until people end them.
import { kExitUsage } from './exit.js';
/** Why the signal of such a command is aborted. */
class Stopped extends Error {
    name = 'Stopped';
}
/**
 * Runs something that SIGINT, SIGTERM or SIGHUP end. To be ended is no failure.
 *
 * @param work gets a signal that the first of these aborts; a second one ends the process at once.
 */
export async function untilStopped(context, work) {
    const stop = new AbortController();
    const onSignal = () => {
        if (stop.signal.aborted)
            context.exitNow(kExitUsage);
        else
            stop.abort(new Stopped('ended by a signal'));
    };
    // A terminal that is closed sends SIGHUP.
    const releases = [context.onStopSignal(onSignal), context.onReloadSignal(onSignal)];
    try {
        await work(stop.signal);
    }
    catch (error) {
        if (!stop.signal.aborted)
            throw error;
    }
    finally {
        for (const release of releases)
            release();
    }
}
/** Resolves after a time, or as soon as the signal is aborted. */
export function pause(ms, signal) {
    return new Promise((resolve) => {
        if (signal.aborted) {
            resolve();
            return;
        }
        const done = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done, { once: true });
    });
}
/** `requested` resolves at the first signal; the second one ends the process at once. */
export function listenForStop(context) {
    let request = () => { };
    const requested = new Promise((resolve) => {
        request = resolve;
    });
    let signalCount = 0;
    const release = context.onStopSignal(() => {
        signalCount++;
        if (signalCount > 1)
            context.exitNow(kExitUsage);
        else
            request();
    });
    return { requested, release };
}
//# sourceMappingURL=stop.js.map