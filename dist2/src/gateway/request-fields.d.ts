import type { HttpRequest } from '../http/http-server.js';
import type { HeaderList } from '../wire/header-list.js';
import { type ForwardedFields, type Origin, type TrustedProxies } from './forwarded.js';
/** Fields of a client, sorted out. */
type PassedFields = {
    /** The fields that go on, as text that travels; those of {@link addedFields} are still missing. */
    readonly text: string;
    readonly requestId: string | undefined;
    readonly traceParent: string | undefined;
    readonly traceState: string | undefined;
    /** What proxies said; null where none did. */
    readonly forwarded: ForwardedFields | null;
};
/** What the gateway itself reads of a request's fields. */
export type RequestFields = Origin & PassedFields & {
    /** True when the peer is a proxy that is believed. */
    readonly isProxied: boolean;
};
/** Reads the fields of a request. */
export declare function readFields(request: HttpRequest, proxies: TrustedProxies): RequestFields;
/** Fields that a client named beside a call, as over a WebSocket. @param list names in lower case. */
export declare function namedFields(list: HeaderList): PassedFields;
/** The fields that the gateway adds, as text. */
export declare function addedFields({ chain, proto, host }: Origin, requestId: string, traceParent: string): string;
/** Fields that a Connection field names are for this connection alone (RFC 9110 §7.6.1). */
export declare function nominatedBy(connection: string | undefined): ReadonlySet<string>;
/** True for fields that a reply of a handler may not hand to the client: framing and connections are the engine's affair. */
export declare function isEngineField(name: string): boolean;
export {};
