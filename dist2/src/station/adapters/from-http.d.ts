import { Station, type StationOptions } from '../station.js';
import { type Mount } from './app-request.js';
import { type AppForm, type HttpApp } from './recognize.js';
/** How an application becomes a station. */
export type FromHttpOptions = Omit<StationOptions, 'name'> & {
    /** Default: the name in the package.json of the program, else 'http-app'. */
    readonly name?: string;
    /** Path below which the application is reached, for example `/shop`. Default: everything it lists. */
    readonly prefix?: string;
    /** True: the application sees paths without the prefix, and X-Forwarded-Prefix. Default false: as they were called. */
    readonly stripPrefix?: boolean;
    /** The routes to offer instead of those that the application lists: `GET /items/:id`, `/files/*`. */
    readonly routes?: readonly string[];
    /**
     * True: everything at and below the prefix goes to the application, listed or not, its own page for what is not found
     * included. Default: true with a prefix, and where the application does not tell all its paths.
     */
    readonly catchAll?: boolean;
    /** Bytes of a request's body; more is refused with ERR_BODY_TOO_LARGE. Default: what the application itself allows. */
    readonly bodyBytesMax?: number;
    /** What a function takes. Default: with two parameters or more Node's request and response, else a Request. */
    readonly form?: AppForm;
};
/**
 * Makes a station of an application of Express, Fastify, Koa or Hono, a fetch handler, a `node:http` request listener, or
 * an `http.Server` that does not listen. It joins as any other station.
 *
 * Its routes appear as far as the framework lists them; see docs/ADOPT.md.
 *
 * @throws CenterError ERR_BAD_ARGUMENT, ERR_BAD_ROUTE.
 */
export declare function fromHttp(app: unknown, options?: FromHttpOptions): Station;
/** The routes to offer for what an application lists. */
export declare function routesOf(app: Pick<HttpApp, 'list'>, { prefix, stripPrefix }: Mount, wanted: boolean | undefined): string[];
