/** What a look tells that handled nothing, but must come again in every turn. */
export declare const kLookAgain = -1;
/** One thread owns it. While it goes round, items may be added and removed. */
export declare class Rota<Item> {
    #private;
    /** Adds an item; it counts as busy at first. */
    add(item: Item): void;
    /** @returns whether the item was there. It is not looked at again. */
    remove(item: Item): boolean;
    /** Looks at an item in every turn again, until it is found idle. */
    rouse(item: Item): void;
    get size(): number;
    /**
     * Goes round once.
     *
     * @param look handles what there is and tells how much that was, or {@link kLookAgain}.
     * @param mustSeeAll looks at the idle ones, too.
     * @returns the sum of what was handled.
     */
    turn(look: (item: Item) => number, mustSeeAll: boolean): number;
}
