export declare class Notes {
    #private;
    write(key: string, value: unknown): void;
    /** The note, or undefined. */
    peek(key: string): unknown;
    /** Resolves with the note as soon as there is one. */
    read(key: string): Promise<unknown>;
}
