import { type CenterError } from '../base/errors.js';
import type { HttpRequest } from '../http/http-server.js';
import type { Cors } from './cors.js';
import type { RequestFields } from './request-fields.js';
type LocalFacts = Pick<RequestFields, 'client' | 'forwarded' | 'host' | 'isProxied'>;
/** @returns the refusal of a call to one of the center's own paths, or null when it may pass. */
export declare function refusalOfOwnPath(method: string, path: string, isForeignPage: boolean): CenterError | null;
/**
 * The field that tells the center's own routes that a request is of this machine; '' for any other.
 *
 * What a believed proxy sends, or what says that it was forwarded, is not: a proxy on this machine speaks for strangers. Nor is what names a host that is
 * not this machine's: a page may have made its own name lead here (DNS rebinding).
 */
export declare function localField(path: string, { client, forwarded, host, isProxied }: LocalFacts): string;
/** True for a request that a page of another origin makes, unless the configuration lists that origin. */
export declare function isFromForeignPage(request: HttpRequest, host: string, cors: Cors): boolean;
export {};
