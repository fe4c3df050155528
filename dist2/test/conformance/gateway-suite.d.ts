import type { HttpEngine } from '../../src/http/http-server.js';
export declare function testGateway(engine: HttpEngine): void;
