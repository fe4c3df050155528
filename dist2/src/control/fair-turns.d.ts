export declare class FairTurns {
    #private;
    /**
     * @param runningMax work done at once.
     * @param waitingMax places to wait, of all parties together.
     */
    constructor(runningMax: number, waitingMax: number);
    /**
     * Does the work when it is its party's turn: parties one after the other, what one party asks for in its order. Where no
     * place is left, the party with the most of them gives up its last one for a party that has fewer.
     *
     * @returns null when the work was not done, for there was no place, or no longer. Rejects as the work does.
     */
    run<T>(party: string, work: () => Promise<T>): Promise<T | null>;
}
