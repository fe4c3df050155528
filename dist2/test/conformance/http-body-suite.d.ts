import type { HttpEngine } from '../../src/http/http-server.js';
export declare function httpBodySuite(engine: HttpEngine): void;
