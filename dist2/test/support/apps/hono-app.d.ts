import { Hono } from 'hono';
import { type Notices } from './parts.js';
/** What Hono's server for Node puts into the environment. */
type Environment = {
    Bindings: {
        incoming: {
            socket: {
                remoteAddress: string;
            };
        };
    };
};
export declare function honoApp(notices: Notices): Hono<Environment>;
export {};
