// What an HTTP server asks the gateway: a request, an upgrade, the body of a refusal. Runs in the thread of its server.
import { STATUS_CODES } from 'node:http';
import { centerError } from '../base/errors.js';
import { errorAnswer, errorText } from '../station/http-form.js';
import { HttpCall } from './http-call.js';
import { isFromForeignPage } from './own-paths.js';
import { readFields } from './request-fields.js';
import { SocketTopics } from './socket-topics.js';
import { WebSocketSession } from './web-socket.js';
/** Codes of what an engine refuses by itself. */
const kRefusalCodes = {
    400: 'ERR_BAD_REQUEST',
    408: 'ERR_TOO_SLOW',
    413: 'ERR_BODY_TOO_LARGE',
    431: 'ERR_HEAD_TOO_LARGE',
    501: 'ERR_NOT_SPOKEN',
    503: 'ERR_OVERLOADED',
    505: 'ERR_NOT_SPOKEN',
};
/** The handlers of a gateway. */
export function gatewayHandlers(world) {
    const topics = new SocketTopics(world.station);
    return {
        onRequest: (request, response) => {
            world.counters.count('http_requests');
            new HttpCall(world, request, response).run();
        },
        onUpgrade: (request) => upgrade(world, topics, request),
        refusalBody: (status, detail) => {
            world.counters.count('http_requests_refused');
            const code = kRefusalCodes[status] ?? 'ERR_BAD_REQUEST';
            return errorText({ code, text: detail || (STATUS_CODES[status] ?? ''), status });
        },
    };
}
function upgrade(world, topics, request) {
    const { target } = request;
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    if (world.paths.resolve('GET', path, '').kind !== 'socket') {
        return refusal(centerError('ERR_NO_ROUTE', { route: `a WebSocket at ${path}` }), path);
    }
    const fields = readFields(request, world.rules.proxies);
    // Browsers let any page open a WebSocket to anywhere, so that the server has to look at the origin.
    if (isFromForeignPage(request, fields.host, world.rules.cors)) {
        const values = { what: 'a WebSocket', rule: 'the page is of another origin' };
        return refusal(centerError('ERR_FORBIDDEN', values), path);
    }
    return new WebSocketSession(world, topics, request, fields);
}
function refusal(error, route) {
    const { status, headers, body } = errorAnswer(error, route);
    return { status, headers, body };
}
//# sourceMappingURL=http-gateway.js.map