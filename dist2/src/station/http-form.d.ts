import { type ErrorBody } from '../base/errors.js';
import { type HeaderList } from '../wire/header-list.js';
import type { RawItem, RawReply } from './exchange.js';
export declare const kJsonType = "application/json";
export declare const kBytesType = "application/octet-stream";
/** True for a content type whose bodies are JSON (RFC 8259; RFC 6839 §3.1). */
export declare function isJsonType(contentType: string | undefined): boolean;
/** Status line and fields of a reply. */
export type AnswerHead = {
    readonly status: number;
    readonly headers: HeaderList;
};
/**
 * Head of a reply that is whole. What the handler named counts; else 200 with the body's type, or 204 without a body.
 */
export declare function headOf({ status, headers, kind }: RawReply): AnswerHead;
/**
 * How the items of a stream are told apart. `own-…`: the handler named the type itself, so that bytes among its items are
 * in that form already.
 */
export type ItemForm = 'events' | 'own-events' | 'lines' | 'own-lines' | 'bytes';
/** True for events, which are to be sent at once. */
export declare function isEvents(form: ItemForm): boolean;
/**
 * Head of a streamed reply, and how its items are written: events where the client asks for them, bytes as they are where
 * the handler named a content type, else one JSON value a line.
 *
 * @param accept the request's Accept field.
 */
export declare function streamHeadOf({ status, headers }: RawReply, accept: string | undefined): AnswerHead & {
    readonly form: ItemForm;
};
/**
 * One item of a stream as it is written. Bytes in events are base64 (https://html.spec.whatwg.org/#server-sent-events
 * knows text alone); JSON text has no line break, so that a value is one line.
 */
export declare function itemText({ kind, bytes }: RawItem, form: ItemForm): Uint8Array | string;
/** The last words of a stream that failed; '' where the form knows none, and the connection must be broken. */
export declare function failureText(error: unknown, route: string, form: ItemForm): string;
/** The body of a failed answer: micro's `{"id","code","detail","status"}`. */
export declare function errorText({ code, text, status, }: Pick<ErrorBody, 'code' | 'text' | 'status'>): string;
/** The answer for an error; Retry-After where trying again helps. */
export declare function errorAnswer(thrown: unknown, route: string): AnswerHead & {
    readonly body: string;
};
