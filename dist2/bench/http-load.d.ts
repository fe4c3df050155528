import type { Figures } from './figures.js';
/** True when wrk is installed. */
export declare function hasWrk(): Promise<boolean>;
/**
 * Requests one URL over 64 connections.
 *
 * Rejects when an answer is not 2xx, or a socket fails: then the figures would say nothing.
 */
export declare function loadHttp(url: string, runMs: number): Promise<Figures>;
