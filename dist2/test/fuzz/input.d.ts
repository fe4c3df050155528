export declare class Input {
    #private;
    constructor(data: Buffer);
    get isOver(): boolean;
    byte(): number;
    short(): number;
    word(): number;
    /** At most so many bytes. */
    bytes(count: number): Buffer;
    rest(): Buffer;
    /** A text up to the next line feed, or to the end. */
    line(): string;
}
/** A rule that holds whatever the bytes are. */
export declare function must(holds: boolean, rule: string): asserts holds;
