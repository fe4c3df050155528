/** Knows calls by slot and generation. */
type CallBook = {
    giveUp(slot: number, generation: number, reason: unknown): void;
};
/** Belongs to one call at a time; the call it is handed to last. */
export declare class Canceller {
    #private;
    /** The SDK says which call this one gives up. */
    bind(calls: CallBook, slot: number, generation: number): void;
    /** The call rejects with the reason, and its handler's signal is aborted; nothing when it is over. */
    cancel(reason: unknown): void;
}
export {};
