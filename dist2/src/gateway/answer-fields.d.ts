import { type HeaderList } from '../wire/header-list.js';
/** Says the request's id to the client. */
export declare const kRequestIdField = "x-request-id";
/**
 * The fields of a reply that a client gets: all but those of the connection, those of the engine, and those that the
 * gateway sets itself.
 *
 * @param isCorsOurs true: what the handler says about other origins counts for nothing.
 * @returns a list of one's own.
 */
export declare function answerFields(headers: HeaderList, isCorsOurs: boolean): string[];
