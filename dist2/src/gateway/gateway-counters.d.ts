export declare const kGatewayCounterNames: readonly ['http_requests', 'http_answers_ok', 'http_answers_client_error', 'http_answers_server_error', 'http_aborted', 'http_requests_refused', 'http_log_lines_lost', 'sockets_opened', 'sockets_closed', 'socket_calls', 'socket_messages', 'socket_messages_lost'];
export type GatewayCounterName = (typeof kGatewayCounterNames)[number];
/** Memory for the counters of one thread. */
export declare function createGatewayCounterMemory(): SharedArrayBuffer;
export declare class GatewayCounters {
    #private;
    constructor(memory: SharedArrayBuffer);
    count(name: GatewayCounterName, by?: number): void;
    /** An answer is complete. */
    countAnswer(status: number): void;
    /** @returns every counter by its name. */
    all(): Readonly<Record<string, number>>;
}
