import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Notices } from './parts.js';
export declare function listenerApp(notices: Notices): (request: IncomingMessage, response: ServerResponse) => unknown;
