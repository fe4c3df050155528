import { type CenterError } from '../base/errors.js';
/** What a client asks. */
export type SocketAsk = {
    readonly kind: 'call';
    readonly id: number;
    readonly route: string;
    readonly timeoutMs: number | undefined;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array | undefined;
    readonly isJson: boolean;
} | {
    readonly kind: 'cancel';
    readonly id: number;
} | {
    readonly kind: 'subscribe' | 'unsubscribe';
    readonly id: number;
    readonly topic: string;
} | {
    readonly kind: 'publish';
    readonly id: number | undefined;
    readonly topic: string;
    readonly message: unknown;
};
/**
 * Reads a message of a client.
 *
 * @throws CenterError ERR_BAD_REQUEST that names the rule; its details hold the `id` where that could be read.
 */
export declare function readAsk(message: Uint8Array | string): SocketAsk;
/** A message for a client: text where the body is JSON or absent, binary where it is bytes. */
export declare function writeAnswer(head: Readonly<Record<string, unknown>>, name: string, kind: 'none' | 'bytes' | 'json', body: Uint8Array): Uint8Array | string;
/** A message of a topic, as a handler of `subscribe` gets it. */
export declare function writeTopicMessage(topic: string, message: unknown): Uint8Array | string;
/** The word that something failed. */
export declare function writeError(id: number | undefined, error: CenterError): string;
/** What could be read of the id of a refused message. */
export declare function idOfRefusal({ details }: CenterError): number | undefined;
