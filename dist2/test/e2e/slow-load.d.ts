import type { ExecutionContext } from 'ava';
export declare const kSlowCount = 1000;
/** Milliseconds that 99 of 100 pieces of work stay under, in each of several rounds, sorted. */
export declare function p99sOf(work: () => Promise<void>, rounds: number): Promise<number[]>;
/** A client that asks for `/quick`; anything but 200 rejects. */
export declare function quickClient(t: ExecutionContext, port: number): () => Promise<void>;
/**
 * Connects them all: a third each at `GET /slow`, whose head does not end, `POST /slow`, and `GET /large`.
 *
 * @param bodyBytes what the second kind says that it is going to send.
 */
export declare function connectSlowClients(t: ExecutionContext, port: number, bodyBytes: number): Promise<void>;
