import type { CliCenter, Supervisor } from './context.js';
/**
 * Finds the supervisor.
 *
 * @param pid this process: a watchdog that was set for another one is not ours.
 */
export declare function openSupervisor(environment: Readonly<Record<string, string | undefined>>, pid: number): {
    readonly supervisor: Supervisor | null;
    readonly warning: string | null;
};
/**
 * Says `WATCHDOG=1` twice in each interval for as long as the dispatch worker answers.
 *
 * @returns ends that.
 */
export declare function startWatchdog(supervisor: Supervisor, center: Pick<CliCenter, 'isAlive'>): () => void;
/** What is said before options are read again; `READY=1` ends it. systemd wants to know when it began. */
export declare function reloadingText(): string;
