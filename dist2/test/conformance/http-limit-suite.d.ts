import type { HttpEngine } from '../../src/http/http-server.js';
export declare function httpLimitSuite(engine: HttpEngine): void;
