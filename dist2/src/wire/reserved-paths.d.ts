/** @param path of a route or a request, without its query. */
export declare function isReservedPath(path: string): boolean;
