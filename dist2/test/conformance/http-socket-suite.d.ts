import type { HttpEngine } from '../../src/http/http-server.js';
export declare function httpSocketSuite(engine: HttpEngine): void;
