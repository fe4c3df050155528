// Counters of one gateway thread: words that this thread writes and everybody may read; see docs/COUNTERS.md.
export const kGatewayCounterNames = [
    'http_requests',
    'http_answers_ok',
    'http_answers_client_error',
    'http_answers_server_error',
    'http_aborted',
    'http_requests_refused',
    'http_log_lines_lost',
    'sockets_opened',
    'sockets_closed',
    'socket_calls',
    'socket_messages',
    'socket_messages_lost',
];
const kIndex = Object.fromEntries(kGatewayCounterNames.map((name, index) => [name, index]));
/** Memory for the counters of one thread. */
export function createGatewayCounterMemory() {
    return new SharedArrayBuffer(kGatewayCounterNames.length * Float64Array.BYTES_PER_ELEMENT);
}
export class GatewayCounters {
    #words;
    constructor(memory) {
        this.#words = new Float64Array(memory);
    }
    count(name, by = 1) {
        this.#words[kIndex[name]] += by;
    }
    /** An answer is complete. */
    countAnswer(status) {
        if (status < 400)
            this.count('http_answers_ok');
        else if (status === 499)
            this.count('http_aborted');
        else if (status < 500)
            this.count('http_answers_client_error');
        else
            this.count('http_answers_server_error');
    }
    /** @returns every counter by its name. */
    all() {
        return Object.fromEntries(kGatewayCounterNames.map((name, index) => [name, this.#words[index]]));
    }
}
//# sourceMappingURL=gateway-counters.js.map