/** Bytes of the longest name beside a pipe, less those of the pipe's own: '.new.' and 8 digits. */
export declare const kClaimSuffixBytes: number;
/** The path of a pipe, owned. */
export type PipeClaim = {
    /** True when a center owned the path before, whether it ended or was killed. */
    readonly isSuccessor: boolean;
    /** Removes the name of the pipe, while the socket still listens. */
    release(): void;
};
/** A name in the pipe's folder that nobody else uses; listen there before {@link claimPipe}. */
export declare function freshNameOf(path: string): string;
/**
 * Gives a listening socket the path of a pipe, if no other center has it.
 *
 * @param fresh where the socket listens, of {@link freshNameOf}; the name is gone afterwards.
 * @throws CenterError ERR_CENTER_RUNS, ERR_BAD_ARGUMENT when there is something at the path that is no socket.
 */
export declare function claimPipe(path: string, fresh: string): Promise<PipeClaim>;
