import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type ShareLoop } from '../ring/reader-loop.js';
import { type Carrier } from '../wire/control.js';
import type { Call, CallOptions } from './call.js';
import type { Caller } from './caller.js';
import type { RawReply, RawRequest } from './exchange.js';
import type { Batch } from './frame-port.js';
import { LinkSession } from './link-session.js';
import { type MessageHandler, type Middleware, Offers, type RouteOptions } from './offers.js';
import type { InputOf, OutputOf, ParamsOf, RouteMap } from './route-types.js';
export type StationOptions = {
    /** Name of the service; stations of one name share its calls. 1 … 1,024 bytes. */
    readonly name: string;
    /** Version of the service, for people. Default '0.0.0'. */
    readonly version?: string;
    /** Token that the center wants from remote stations. */
    readonly token?: string;
    /** PEM of the authorities that a TLS center's certificate may be signed by. Default: the system's. */
    readonly certificates?: string;
    /**
     * When what is called goes out: after the microtasks that are queued (default), or once a turn of the event loop. The
     * latter wakes others less often where each event makes one call, as in a server of another protocol; calls that wait for
     * each other are slower.
     */
    readonly batch?: Batch;
    /** Told of links lost and regained, and of handlers that failed. Default: a line on stderr for each. */
    readonly onEvent?: (event: StationEvent) => void;
};
export type StationEvent = {
    readonly type: 'joined';
    readonly carrier: Carrier;
    readonly notice: string;
} | {
    readonly type: 'lost';
    readonly reason: string;
}
/** The center takes the station out: it leaves, and does not join again by itself. */
 | {
    readonly type: 'dismissed';
    readonly reason: string;
} | {
    readonly type: 'handler-failed';
    readonly where: string;
    readonly error: unknown;
};
type Reply<Routes extends RouteMap, Route extends string> = Route extends keyof Routes ? Routes[Route]['reply'] : unknown;
type Body<Routes extends RouteMap, Route extends string> = Route extends keyof Routes ? Routes[Route]['body'] : unknown;
/** The ways out of a station: over its link, or a shorter one. */
export type Calls = Pick<Caller, 'call' | 'callThen' | 'request' | 'requestThen' | 'send' | 'publish'>;
export declare class Station<Routes extends RouteMap = Record<never, never>> {
    #private;
    readonly name: string;
    readonly version: string;
    /** Carries the routes' types to callers; never set. */
    readonly routeTypes?: Routes;
    readonly offers: Offers;
    /** @param shareLoop the loop that reads its rings. */
    constructor(options: StationOptions, shareLoop?: ShareLoop);
    /** Carrier of the link, or null while there is none. */
    get carrier(): Carrier | null;
    /** True while the center knows this station. */
    get isJoined(): boolean;
    /** Messages that this station's handlers had no room for; they were lost. */
    get messagesLostCount(): number;
    /**
     * Offers a route, before or after joining.
     *
     * @param route `METHOD /path`, or `/path` for every method; see docs/PROTOCOL.md for parameters and precedence.
     * @param handler answers with undefined, bytes, a JSON value or an async iterable; may throw CenterError.
     * @throws CenterError ERR_BAD_ROUTE.
     */
    route<Route extends string, Answer>(route: Route, handler: (call: Call<ParamsOf<Route>, unknown>) => Answer): Station<Routes & {
        readonly [Key in Route]: {
            readonly body: unknown;
            readonly reply: Awaited<Answer>;
        };
    }>;
    route<Route extends string, Answer, Request extends StandardSchemaV1 | undefined = undefined, Response extends StandardSchemaV1 | undefined = undefined>(route: Route, options: RouteOptions & {
        readonly request?: Request;
        readonly reply?: Response;
    }, handler: (call: Call<ParamsOf<Route>, OutputOf<Request>>) => Answer): Station<Routes & {
        readonly [Key in Route]: {
            readonly body: InputOf<Request>;
            readonly reply: Response extends StandardSchemaV1 ? OutputOf<Response> : Awaited<Answer>;
        };
    }>;
    /** Tells the station's owner of a failure that no caller is told; adapters do. */
    report(error: unknown, where: string): void;
    /** Wraps every handler. The first one is the outermost. */
    use(middleware: Middleware): this;
    /**
     * Takes the messages of a topic, before or after joining.
     *
     * @param options.group subscribers that name one group share the messages.
     * @returns ends the subscription.
     */
    subscribe(topic: string, handler: MessageHandler, options?: {
        readonly group?: string;
    }): () => Promise<void>;
    /**
     * Prepares this station before it joins first: `prepare` runs then, once, and may offer routes. Its failure fails
     * {@link join}, and Center.attach.
     */
    beforeJoin(prepare: () => Promise<unknown>): this;
    /** Runs what {@link beforeJoin} was given. Resolves when all of it is done. */
    prepare(): Promise<void>;
    /**
     * Joins a center; from then on the station joins again by itself whenever the link is lost.
     *
     * @param address see docs/CONFIG.md; default SIGNALBOX_CENTER, else `signalbox:default`.
     * Rejects when this first try fails: ERR_NO_CENTER, ERR_REFUSED, ERR_TOKEN, ERR_VERSION, ERR_NO_SHARED_MEMORY.
     */
    join(address?: string): Promise<void>;
    /** Takes a session that is open already, and the shorter way to stations of the same thread; Center.attach does. */
    adopt(session: LinkSession, calls: Calls): Promise<void>;
    /**
     * Leaves: no new calls come, those in their handlers end (10 s at most), then the link closes.
     */
    leave(): Promise<void>;
    /** The center asks the station to go and not to come back: it leaves. */
    dismiss(reason: string): void;
    /**
     * Calls a route, wherever its station lives.
     *
     * @returns what the handler answered; an async iterable when it streams.
     * Rejects with CenterError (see docs/ERRORS.md) or with the signal's reason.
     */
    call<Route extends (keyof Routes & string) | (string & {})>(route: Route, body?: Body<Routes, Route>, options?: CallOptions): Promise<Reply<Routes, Route>>;
    /**
     * Calls a route without a promise, for loops that make millions of calls a second: about a quarter of the caller's work
     * is the promise and what waits for it.
     *
     * One of the two is called, once, and not before this returns: `onReply` with what {@link call} would resolve with, or
     * `onError` with what it would reject with. What they throw is an uncaught error of the process.
     *
     * @param mark handed to both, so that one pair of functions serves every call.
     */
    callThen<Route extends (keyof Routes & string) | (string & {}), Mark>(route: Route, body: Body<Routes, Route>, onReply: (reply: Reply<Routes, Route>, mark: Mark) => void, onError: (error: unknown, mark: Mark) => void, mark: Mark, options?: CallOptions): void;
    /**
     * Calls a route with a body in bytes and header fields, and takes the reply as it came: for gateways and proxies.
     *
     * @returns the reply with status and header fields; a status of 400 or more that the handler named resolves, too.
     * Rejects as {@link call} does.
     */
    request(route: string, request?: RawRequest): Promise<RawReply>;
    /** {@link request} without a promise, as {@link callThen}. */
    requestThen<Mark>(route: string, request: RawRequest, onReply: (reply: RawReply, mark: Mark) => void, onError: (error: unknown, mark: Mark) => void, mark: Mark): void;
    /**
     * WHATWG fetch over the link instead of a socket: `fetch('/stock/7')`, `fetch('/orders', { method: 'POST', body })`.
     *
     * Answers as the HTTP gateway would, errors included. Files, forms and streams are sent as they are read; HEAD asks a
     * route that knows GET alone with GET. Redirects are not followed, whatever `redirect` says: a route's answer is the
     * answer. The host of a URL counts for nothing, nor do `credentials`, `cache` and `mode`; cookies are header fields.
     *
     * Rejects with a TypeError when no answer came for lack of a link, or when the body's source failed, each as its
     * `cause`; with the signal's reason when the caller gave up.
     */
    fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
    /** Calls without waiting for an answer; resolves when the request is on its way. Nobody learns of the outcome. */
    send(route: string, body?: unknown, options?: CallOptions): Promise<void>;
    /** Publishes a message to every subscriber of a topic; resolves when it is on its way. */
    publish(topic: string, message?: unknown): Promise<void>;
    /** Resolves when everything offered so far is known to the center. */
    registered(): Promise<void>;
}
/** A station that offers nothing and calls. */
export type Client<Routes extends RouteMap = Record<never, never>> = Pick<Station<Routes>, 'call' | 'callThen' | 'request' | 'fetch' | 'send' | 'publish' | 'subscribe' | 'isJoined' | 'carrier' | 'messagesLostCount'> & {
    /** Ends the link; calls in flight fail with ERR_CLOSED. */
    close(): Promise<void>;
};
/**
 * Connects to a center, only to call.
 *
 * @param address as in Station.join. Rejects as it does.
 */
export declare function connect<Routes extends RouteMap = Record<never, never>>(address?: string, options?: Partial<StationOptions>): Promise<Client<Routes>>;
export {};
