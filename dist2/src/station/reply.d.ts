/** What a reply may say beside its body. */
export type ReplyOptions = {
    /**
     * HTTP status, 200 … 599. Default 200, or 204 without a body. From 400 on the call counts as failed: `call` rejects
     * with ERR_STATUS, whose details are the body; an error of one's own is rather thrown.
     */
    readonly status?: number;
    /** Header fields; an array is a repeated field. 24 KiB together at most. */
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
};
/** Made by {@link reply}. */
export declare class Reply {
    /** As a handler would return it without the rest. */
    body: unknown;
    /** 0 for success, else the HTTP status. */
    readonly failure: number;
    readonly context: Uint8Array;
    constructor(body: unknown, failure: number, context: Uint8Array);
}
/**
 * A handler's answer with status and header fields.
 *
 * `call` gives its caller the body alone; `request`, `fetch` and the HTTP gateway give all of it.
 *
 * @param body undefined, bytes, a JSON value or an async iterable.
 * @throws CenterError ERR_BAD_REPLY that names the field or status and the rule: the caller is told of a failure of the
 * station, for what it sent was right.
 */
export declare function reply(body: unknown, options?: ReplyOptions): Reply;
/**
 * What becomes of the refusal of a reply: ERR_BAD_REPLY, where the refusal would blame the caller. Another error stays.
 *
 * @param route whose reply it is.
 */
export declare function badReply(error: unknown, route: string): unknown;
/** {@link reply} with header fields as they travel. @throws CenterError ERR_BAD_ARGUMENT. */
export declare function replyOfText(body: unknown, status: number | undefined, headerText: string): Reply;
