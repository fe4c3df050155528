/** Knows its place in the list; -1 outside. */
export type Listed = {
    listIndex: number;
};
export declare class IndexList<Item extends Listed> {
    #private;
    get size(): number;
    add(item: Item): void;
    /** Does nothing when it is not there. The last item takes its place. */
    remove(item: Item): void;
    /** Visits all; what is visited may be removed meanwhile. */
    forEach(visit: (item: Item) => void): void;
}
