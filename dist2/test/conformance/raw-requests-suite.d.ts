import type { HttpEngine } from '../../src/http/http-server.js';
/** @param engine whose server is asked. */
export declare function rawRequests(engine: HttpEngine): void;
