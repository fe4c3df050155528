import { type HeaderList } from '../../wire/header-list.js';
import type { Call } from '../call.js';
/** A request without what belongs to one connection. */
export type AppRequest = {
    readonly route: string;
    readonly method: string;
    /** Path and query as the application sees them; characters beyond ASCII are percent-encoded. */
    readonly target: string;
    /** Name, value, …; without Content-Length and Transfer-Encoding, with a Host. */
    readonly headers: HeaderList;
    readonly client: string;
    readonly body: AppBody;
    readonly signal: AbortSignal;
};
/** A body and how long it is. */
export type AppBody = {
    readonly form: 'none';
} | {
    readonly form: 'whole';
    readonly bytes: Uint8Array;
}
/** `length` is what the caller promised, undefined for no promise; the source fails when it is not kept. */
 | {
    readonly form: 'parts';
    readonly parts: AsyncIterable<Uint8Array>;
    readonly length: number | undefined;
};
/** How an application is mounted. */
export type Mount = {
    /** Path without a slash at the end; '' for the root. */
    readonly prefix: string;
    readonly stripPrefix: boolean;
    readonly bodyBytesMax: number;
};
/** @throws CenterError ERR_BODY_TOO_LARGE, ERR_UPGRADE, ERR_BAD_ARGUMENT. */
export declare function appRequestOf(call: Call, mount: Mount): AppRequest;
/** Header fields that outlive a connection: neither those of the connection itself nor those that it names. */
export declare function endToEndFields(list: HeaderList): string[];
