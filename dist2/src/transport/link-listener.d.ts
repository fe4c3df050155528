import type { ReaderLoop } from '../ring/reader-loop.js';
import { type ControlMessage } from '../wire/control.js';
import type { LinkEnd } from './link.js';
export type Hello = Extract<ControlMessage, {
    type: 'hello';
}>;
/** A place for one more link. */
export type LinkGrant = {
    readonly linkIndex: number;
    readonly generation: number;
};
export type ListenerOptions = {
    /** Name of the center. */
    readonly center: string;
    /** Token that remote stations name, until {@link LinkListener.reload}; null: none is wanted. */
    readonly token: string | null;
    readonly ringBytes: number;
    readonly loop: ReaderLoop;
};
export type ListenerEvents = {
    /** @throws CenterError when there is no room for a further link. */
    grant(hello: Hello): LinkGrant;
    onLink(end: LinkEnd, hello: Hello, grant: LinkGrant): void;
    onRefused(reason: string): void;
};
export declare class LinkListener {
    #private;
    constructor(options: ListenerOptions, events: ListenerEvents);
    /**
     * Listens on a pipe that only this user may use.
     *
     * @returns true when a center had this pipe before, whether it ended or was killed.
     * @throws CenterError ERR_CENTER_RUNS, ERR_UNSAFE_DIRECTORY, ERR_BAD_ARGUMENT when the path is taken by no socket.
     */
    listenPipe(path: string): Promise<boolean>;
    /** Listens on TCP, or TLS where a certificate is given. @returns the address that is bound, as host:port. */
    listenTcp(host: string, port: number, tls: {
        cert: string;
        key: string;
    } | null): Promise<string>;
    /**
     * Takes another token and another certificate for those that knock from now on. Links that are open stay.
     *
     * @param tls was found to be good; ignored where the listener does not speak TLS.
     */
    reload(token: string | null, tls: {
        cert: string;
        key: string;
    } | null): void;
    /** Takes no further connection. Links that are open stay. */
    close(): void;
}
