import type { MessagePort } from 'node:worker_threads';
import type { ErrorBody } from '../base/errors.js';
import type { HttpEngine } from '../http/http-server.js';
import type { GatewayPlan } from './gateway.js';
import type { ResolvedHttpOptions } from './gateway-options.js';
/** What a gateway thread is started with. */
export type GatewayThreadData = {
    readonly port: MessagePort;
};
export type ToGateway = 
/** The first message: the thread was started ahead, to load its modules meanwhile. */
{
    readonly type: 'open';
    readonly plan: GatewayPlan;
} | {
    readonly type: 'reload';
    readonly options: ResolvedHttpOptions;
} | {
    readonly type: 'reopen-log';
} | {
    readonly type: 'close';
    readonly timeoutMs: number;
};
export type FromGateway = {
    readonly type: 'listening';
    readonly address: string;
    readonly engine: HttpEngine;
    readonly why: string;
} | {
    readonly type: 'failed';
    readonly error: ErrorBody;
}
/** Something that a person should know. */
 | {
    readonly type: 'trouble';
    readonly text: string;
} | {
    readonly type: 'reloaded';
    readonly error: ErrorBody | null;
}
/** The thread cannot go on, and has let go of all it held: it is to be ended. */
 | {
    readonly type: 'died';
    readonly reason: string;
} | {
    readonly type: 'closed';
};
