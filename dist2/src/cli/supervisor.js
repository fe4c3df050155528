// The server's word to who started it: the protocol of sd_notify(3), over the socket that NOTIFY_SOCKET names.
import { loadNative } from '../ring/native.js';
/**
 * Finds the supervisor.
 *
 * @param pid this process: a watchdog that was set for another one is not ours.
 */
export function openSupervisor(environment, pid) {
    const path = environment.NOTIFY_SOCKET;
    if (path === undefined || path === '')
        return { supervisor: null, warning: null };
    const loaded = loadNative();
    if (!loaded.ok) {
        const warning = `NOTIFY_SOCKET is set, but nothing can be said there: ${loaded.reason}`;
        return { supervisor: null, warning };
    }
    const { native } = loaded;
    const notify = (text) => {
        try {
            native.datagramSend(path, Buffer.from(text));
        }
        catch {
            // Nobody listens any more, or the queue is full: the next word tells as much as this one.
        }
    };
    return { supervisor: { notify, watchdogMs: watchdogOf(environment, pid) }, warning: null };
}
function watchdogOf(environment, pid) {
    const owner = environment.WATCHDOG_PID;
    const text = environment.WATCHDOG_USEC ?? '';
    const isOurs = owner === undefined || owner === '' || Number(owner) === pid;
    return isOurs && /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) / 1_000 : null;
}
/**
 * Says `WATCHDOG=1` twice in each interval for as long as the dispatch worker answers.
 *
 * @returns ends that.
 */
export function startWatchdog(supervisor, center) {
    const { watchdogMs } = supervisor;
    if (watchdogMs === null)
        return () => { };
    const periodMs = watchdogMs / 2;
    const beat = async () => {
        if (await center.isAlive(periodMs))
            supervisor.notify('WATCHDOG=1');
    };
    void beat();
    const timer = setInterval(() => void beat(), periodMs);
    return () => clearInterval(timer);
}
/** What is said before options are read again; `READY=1` ends it. systemd wants to know when it began. */
export function reloadingText() {
    return `RELOADING=1\nMONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`;
}
//# sourceMappingURL=supervisor.js.map