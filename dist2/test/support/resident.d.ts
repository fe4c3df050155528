/** Resident memory of a process in MiB. */
export declare function residentMiB(pid: number): number;
