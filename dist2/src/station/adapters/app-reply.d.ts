import { type HeaderList } from '../../wire/header-list.js';
import { type Reply } from '../reply.js';
/** Status and fields of an answer. */
export type AppAnswer = {
    readonly route: string;
    readonly status: number;
    readonly headers: HeaderList;
    /** True for an answer to HEAD, which tells a length and has none. */
    readonly isHeadOnly: boolean;
};
/**
 * Makes the reply.
 *
 * @param parts of the body; ended early when nobody wants them. Rejects with its error, and with ERR_BAD_REPLY.
 */
export declare function replyOf(answer: AppAnswer, parts: AsyncIterator<Uint8Array> | null): Promise<Reply>;
