/** A route as a station offers it. */
export type RoutePattern = {
    /** Capital letters, or '' for every method. */
    readonly method: string;
    /** Starts with '/'. */
    readonly path: string;
    readonly segments: readonly string[];
    /** Names of the parameters in order; a wildcard is called '*'. */
    readonly paramNames: readonly string[];
    /** True when the path has neither parameter nor wildcard. */
    readonly isExact: boolean;
    /** True when the route alone does not tell method and path of a call. */
    readonly needsPath: boolean;
};
/** A path as a caller names it. */
export type CallPath = {
    readonly method: string;
    /** "METHOD /path", without the query. */
    readonly key: string;
    /** Without its question mark; '' for none. */
    readonly query: string;
};
/**
 * Reads a route as a station offers it.
 *
 * @throws CenterError ERR_BAD_ROUTE that names the route and the broken rule.
 */
export declare function parseRoute(route: string): RoutePattern;
/**
 * Reads a path as a caller names it: `GET /places/7?full=1`, or `/places/7`.
 *
 * @param hasBody a path without a method means POST with a body and GET without one, as with curl.
 * @throws CenterError ERR_BAD_ROUTE.
 */
export declare function parseCallPath(text: string, hasBody: boolean): CallPath;
/**
 * Puts values into a pattern: `/places/:id` and `{ id: 7 }` give `/places/7`.
 *
 * @throws CenterError ERR_BAD_ROUTE when a value is missing or empty.
 */
export declare function fillParams(route: string, params: Readonly<Record<string, string | number>>): string;
/**
 * Takes the parameters out of a path that is known to match.
 *
 * @param pathSegments the path split at '/', without the leading empty part.
 * @returns decoded values by name; a value with broken percent-encoding stays as it is.
 */
export declare function paramsOf(pattern: RoutePattern, path: string): Record<string, string>;
