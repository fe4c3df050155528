/** One item of a watch. */
export type RouteNews = {
    /** Routes that are offered now. */
    readonly offered: readonly string[];
    /** Routes that are offered no more. */
    readonly gone: readonly string[];
    /** False while items of the first, whole picture follow. */
    readonly isComplete: boolean;
};
