export declare class AddressCounts {
    #private;
    /** @param max what one address may have. */
    constructor(max: number);
    /** True between {@link start} and the time when little is on the way again. */
    get isCounting(): boolean;
    /** Whether addresses are to be counted when so much is on the way. */
    isWanted(totalCount: number): boolean;
    /** Begins to count; the caller adds everything that is on the way. */
    start(): void;
    add(address: string): void;
    /**
     * Takes one of an address away, where it was counted.
     *
     * @param totalCount what is left on the way, of all addresses; below half of the bound counting ends.
     */
    remove(address: string, totalCount: number): void;
    /** Whether an address has more than it may. */
    isOver(address: string): boolean;
    /** Whether an address has all that it may. */
    isFull(address: string): boolean;
}
