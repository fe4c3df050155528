/** What the process held before and after its rounds. */
export type WorkerCenterReport = {
    readonly before: number;
    readonly after: number;
};
