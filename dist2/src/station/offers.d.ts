import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type Balance } from '../wire/balance.js';
import type { OfferedRoute, OfferedSubscription } from '../wire/control.js';
import { type RoutePattern } from '../wire/route-key.js';
import type { Call } from './call.js';
import { type RouteDocs } from './route-docs.js';
/** What a route may say about itself. */
export type RouteOptions = {
    /** Schema of the request's body (https://standardschema.dev); a body that does not fit is refused with ERR_BAD_BODY. */
    readonly request?: StandardSchemaV1;
    /** Schema of the reply; one that does not fit is the station's bug and becomes ERR_BAD_REPLY. */
    readonly reply?: StandardSchemaV1;
    /** True when the same call may be made twice: it is tried elsewhere when its station dies. Default false. */
    readonly idempotent?: boolean;
    /** How calls are spread over the stations of the route. Default round-robin. */
    readonly balance?: Balance;
    /** Share of this station under weighted balancing, 1 … 1,000. Default 1. */
    readonly weight?: number;
    /**
     * How the handler takes a body: `value` (default) is the whole, decoded; `stream` is an async iterable of bytes as they
     * come, of any length; `raw` is a RawBody, bytes that nobody has decoded, whole or as they come, with what they are. A
     * caller that streams items gives an iterable of items in all three, of RawItems with `raw`.
     */
    readonly bodyAs?: 'value' | 'stream' | 'raw';
    /** A sentence for people. */
    readonly description?: string;
    /** What schemas cannot tell the documentation; checks nothing. See docs/OPENAPI.md. */
    readonly docs?: RouteDocs;
};
/** Answers a call. */
export type Handler = (call: Call) => unknown;
/** Wraps every handler of a station: does something before and after `next`, or answers instead of it. */
export type Middleware = (call: Call, next: () => Promise<unknown>) => unknown;
/** Takes a message of a topic. */
export type MessageHandler = (message: unknown, topic: string) => unknown;
/** A route with the handler as it runs. */
export type Offer = {
    readonly index: number;
    readonly route: string;
    readonly pattern: RoutePattern;
    readonly options: RouteOptions;
    readonly handler: Handler;
    run: Handler;
};
export type Subscription = {
    readonly index: number;
    readonly topic: string;
    readonly group: string;
    readonly handler: MessageHandler;
};
export declare class Offers {
    #private;
    readonly routes: Offer[];
    readonly subscriptions: Map<number, Subscription>;
    /** @throws CenterError ERR_BAD_ROUTE, ERR_BAD_ARGUMENT. */
    addRoute(route: string, options: RouteOptions, handler: Handler): Offer;
    /** Middleware wraps the routes that were there before it, too. */
    addMiddleware(middleware: Middleware): void;
    /** @throws CenterError ERR_BAD_ARGUMENT. */
    addSubscription(topic: string, group: string, handler: MessageHandler): Subscription;
    find(route: string): Offer | undefined;
    /** The routes and subscriptions as a registration says them. */
    describeRoutes(from: number): OfferedRoute[];
    describeSubscriptions(): OfferedSubscription[];
}
