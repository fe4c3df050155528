import { type Server } from 'node:http';
import type { Reply } from '../reply.js';
import type { AppRequest } from './app-request.js';
/** Bytes of a head; above the 24 KiB of fields that a call may have. */
export declare const kHeadBytesMax: number;
/**
 * Sends a request and takes the answer.
 *
 * Rejects with ERR_BAD_ARGUMENT when HTTP cannot say the request, with ERR_HANDLER when the application broke the
 * connection instead of answering, and with the signal's reason.
 */
export declare function askServer(server: Server, request: AppRequest): Promise<Reply>;
