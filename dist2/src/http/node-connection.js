// One connection of the engine on node:http: what is on the way on it, and whether anything more is taken from it.
import { STATUS_CODES } from 'node:http';
/**
 * Requests of one connection that may be on the way at once. Pipelining is rare; without a bound one connection could
 * start any number of calls.
 */
const kPipelinedMax = 100;
export class NodeConnection {
    socket;
    remoteAddress;
    exchanges = new Set();
    #isClosing = false;
    constructor(socket, remoteAddress) {
        this.socket = socket;
        this.remoteAddress = remoteAddress;
    }
    /** True when what comes now is not taken any more: a request that was refused, or had chunks, was the last one. */
    get isClosing() {
        return this.#isClosing;
    }
    get isFull() {
        return this.exchanges.size >= kPipelinedMax;
    }
    takeNoMore() {
        this.#isClosing = true;
    }
    /** Answers without the engine, where it could not read a request, and closes. Drops what is on the way. */
    refuse(status, body) {
        this.#isClosing = true;
        // An answer here would be taken for that of a request before.
        const hasOther = [...this.exchanges].some((exchange) => exchange.isReceived || exchange.isBegun);
        if (hasOther || !this.socket.writable) {
            this.socket.destroy();
            return;
        }
        this.socket.end(refusalText(status, body), () => this.socket.destroy());
    }
}
/** A whole answer as it stands on the wire. */
export function refusalText(status, body, headers = ['content-type', 'application/json']) {
    const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`];
    for (let index = 0; index < headers.length; index += 2) {
        lines.push(`${headers[index]}: ${headers[index + 1]}`);
    }
    lines.push(`Date: ${new Date().toUTCString()}`, 'Connection: close');
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
//# sourceMappingURL=node-connection.js.map