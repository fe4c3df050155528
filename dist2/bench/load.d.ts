import { type Parameters } from './answer.js';
import { type Figures } from './figures.js';
/** One call: sends the body, resolves with the reply. */
export type EchoCall = (body: Uint8Array, index: number) => Promise<unknown>;
export type Load = {
    readonly windowCount: number;
    readonly payloadBytes: number;
    readonly runMs: number;
    /** Milliseconds of rest between two calls of a loop; 0: none. */
    readonly pauseMs: number;
    /** The way of every so many-th call is timed; 1: of every one. */
    readonly timedShare: number;
};
/** Where calls take less than a few microseconds: the clock would cost as much as a quarter of a call. */
export declare const kTimedShare = 16;
/** One call without a promise: `onReply` is called with the reply and the index of its loop. */
export type EchoStart = (body: Uint8Array, onReply: (reply: unknown, loopIndex: number) => void, onError: (error: unknown) => void, loopIndex: number) => void;
/** The load that the conducting process asks for. */
export declare function loadOf(parameters: Parameters): Load;
/**
 * Calls until the time is over. Every reply must be the body that was sent; each call's body is another one.
 *
 * @returns count, seconds, p50Us and p99Us. @throws Error for a wrong reply.
 */
export declare function runLoad(call: EchoCall, load: Load): Promise<Figures>;
/** The same with callbacks: each loop calls again in the callback of its reply. Rests between calls are not offered. */
export declare function runCallbackLoad(start: EchoStart, load: Load): Promise<Figures>;
