import type { CenterError } from '../base/errors.js';
/** Items in their order, then the end. Credit is given back as items are taken. Iterate it once. */
export declare class FlowQueue<Item> implements AsyncIterableIterator<Item> {
    #private;
    /** @param onLeave called once when the reader stops before the end. */
    constructor(grant: (chunks: number) => void, onLeave: () => void);
    /** True when nothing more comes. */
    get isOver(): boolean;
    /** @param chunks what the item cost its sender. */
    push(value: Item, chunks: number): void;
    /** The end, behind what was pushed; only the first one counts. */
    finish(error: CenterError | null): void;
    /** Ends from this side: the sender is told, the reader gets the error. */
    leave(error: CenterError): void;
    giveBack(chunks: number): void;
    next(): Promise<IteratorResult<Item>>;
    return(): Promise<IteratorResult<Item>>;
    [Symbol.asyncIterator](): this;
}
