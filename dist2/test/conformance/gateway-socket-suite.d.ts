import type { HttpEngine } from '../../src/http/http-server.js';
export declare function testSockets(engine: HttpEngine): void;
