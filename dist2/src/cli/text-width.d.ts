/** Columns of a text that has no control characters. */
export declare function widthOf(text: string): number;
/** The text, or as much of it as fits with an ellipsis behind it. @param width columns, 1 or more. */
export declare function clipped(text: string, width: number): string;
