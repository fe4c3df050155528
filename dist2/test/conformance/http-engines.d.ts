/** @returns whether uWebSockets.js can be loaded; where it cannot, a skipped test says so. */
export declare function ifUws(): boolean;
