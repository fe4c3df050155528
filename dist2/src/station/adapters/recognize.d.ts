import { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Reply } from '../reply.js';
import type { AppRequest } from './app-request.js';
import { type Listing } from './listing.js';
/** A listener of requests, as node:http knows it. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => unknown;
/** An application that can be asked. */
export type HttpApp = {
    /** What it was taken for, for people. */
    readonly framework: string;
    /** Resolves when it can be asked and listed; called once. */
    ready(): Promise<unknown>;
    ask(request: AppRequest): Promise<Reply>;
    list(): Listing;
};
/** What an application that is a function takes: Node's objects or a Request. */
export type AppForm = 'listener' | 'fetch';
/**
 * Recognizes an application.
 *
 * @param form of a function; default: with two parameters or more it is a listener.
 * @param onError is told of errors that a listener threw.
 * @throws CenterError ERR_BAD_ARGUMENT.
 */
export declare function recognize(app: unknown, form: AppForm | undefined, onError: (error: unknown) => void): HttpApp;
