import type { Clock } from '../base/clock.js';
import type { Answerer } from './answerer.js';
import { type CallOptions } from './call.js';
import type { Caller } from './caller.js';
import { type RawReply, type RawRequest } from './exchange.js';
import type { Offer } from './offers.js';
import { type Told } from './told.js';
/** One local call that somebody watches. */
export type LocalTap = {
    /** @param value what the caller gets; a stream is told by its first item only. */
    onReply(value: unknown): void;
    onFailure(error: {
        readonly code: string;
        readonly status: number;
    }): void;
    end(): void;
};
/** Where a local call goes. */
export type LocalTarget = {
    readonly offer: Offer;
    readonly answerer: Answerer;
    readonly method: string;
    /** Path without method and query. */
    readonly path: string;
    readonly query: string;
    /** null when nobody watches the calls of the route, or not this one. */
    tap(caller: string, body: unknown): LocalTap | null;
    /** Counts the call; {@link end} must follow. */
    begin(): void;
    /** @param us microseconds from begin to end. */
    end(us: number, isError: boolean): void;
};
/** Finds routes whose station lives in this thread. */
export type LocalRoutes = {
    /**
     * @returns null when the link must be asked.
     * @throws CenterError when the call is refused: limit, breaker, draining.
     */
    find(route: string, hasBody: boolean, key: string | undefined, caller: string): LocalTarget | null;
};
export declare class LocalCaller {
    #private;
    /** Name of the station that calls. */
    readonly name: string;
    constructor(name: string, link: Caller, routes: LocalRoutes, clock: Clock);
    /** As Caller.call. */
    call(route: string, body: unknown, options?: CallOptions): Promise<unknown>;
    /** As Caller.callThen. In this thread a promise costs less than what it would take to do without. */
    callThen(route: string, body: unknown, onReply: Told, onError: Told, mark: unknown, options?: CallOptions): void;
    /** As Caller.send: over the link. */
    send(route: string, body: unknown, options?: CallOptions): Promise<void>;
    /** As Caller.request: over the link. */
    request(route: string, request: RawRequest): Promise<RawReply>;
    /** As Caller.requestThen: over the link. */
    requestThen<Mark>(route: string, request: RawRequest, onReply: (reply: RawReply, mark: Mark) => void, onError: (error: unknown, mark: Mark) => void, mark: Mark): void;
    /** As Caller.publish: over the link. */
    publish(topic: string, body: unknown): Promise<void>;
}
