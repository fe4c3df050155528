// Tells what an application is by its shape: no framework is imported for it.
import { createServer, Server } from 'node:http';
import { centerError, errorBodyOf } from '../../base/errors.js';
import { isThenable } from '../body.js';
import { askFetch } from './ask-fetch.js';
import { askServer, kHeadBytesMax } from './ask-server.js';
import { isExpress, listExpress } from './list-express.js';
import { isFastify, listFastify } from './list-fastify.js';
import { isHono, listHono } from './list-hono.js';
import { isKoa, listKoa } from './list-koa.js';
import { fieldOf, kUnlisted } from './listing.js';
const kNow = async () => { };
const kRule = 'an application of Express, Fastify, Koa or Hono, a fetch handler, a request listener or an http.Server is wanted';
/**
 * Recognizes an application.
 *
 * @param form of a function; default: with two parameters or more it is a listener.
 * @param onError is told of errors that a listener threw.
 * @throws CenterError ERR_BAD_ARGUMENT.
 */
export function recognize(app, form, onError) {
    if (app instanceof Server)
        return fromServer('http', app);
    if (isFastify(app))
        return fromFastify(app, onError);
    if (isExpress(app))
        return fromListener('express', app, onError, () => listExpress(app));
    if (isKoa(app)) {
        const callback = Reflect.apply(functionAt(app, 'callback'), app, []);
        return fromListener('koa', callback, onError, () => listKoa(app));
    }
    if (isHono(app))
        return fromFetch('hono', boundTo(app, 'fetch'), () => listHono(app));
    const server = fieldOf(app, 'server');
    if (server instanceof Server)
        return fromServer('http', server);
    if (typeof app === 'function') {
        const isListener = form === undefined ? app.length >= 2 : form === 'listener';
        const list = () => (Array.isArray(fieldOf(app, 'stack')) ? listExpress(app) : kUnlisted);
        if (isListener)
            return fromListener('http', app, onError, list);
        return fromFetch('fetch', app, () => kUnlisted);
    }
    if (typeof fieldOf(app, 'fetch') === 'function') {
        return fromFetch('fetch', boundTo(app, 'fetch'), () => kUnlisted);
    }
    throw centerError('ERR_BAD_ARGUMENT', { name: 'app', value: typeof app, rule: kRule });
}
function fromServer(framework, server) {
    // A TLS server is one of node:tls and no instance of Server.
    return {
        framework,
        ready: kNow,
        ask: (request) => askServer(server, request),
        list: () => kUnlisted,
    };
}
function fromListener(framework, listener, onError, list) {
    const run = listener; // what it is was told by its shape
    const server = createServer({ maxHeaderSize: kHeadBytesMax }, (request, response) => {
        const fail = (error) => {
            onError(error);
            failResponse(response, error);
        };
        try {
            const result = run(request, response);
            if (isThenable(result))
                Promise.resolve(result).catch(fail);
        }
        catch (error) {
            fail(error);
        }
    });
    return { framework, ready: kNow, ask: (request) => askServer(server, request), list };
}
/** Behind a socket the process would end; a station ends the one answer. */
function failResponse(response, error) {
    if (response.headersSent) {
        response.destroy();
        return;
    }
    for (const name of response.getHeaderNames())
        response.removeHeader(name);
    response.writeHead(errorBodyOf(error, '').status, { 'content-type': 'text/plain' });
    response.end('Internal Server Error');
}
function fromFastify(app, onError) {
    const ready = async () => Reflect.apply(functionAt(app, 'ready'), app, []);
    const server = fieldOf(app, 'server');
    const list = () => listFastify(app);
    if (server instanceof Server) {
        return { framework: 'fastify', ready, ask: (request) => askServer(server, request), list };
    }
    return { ...fromListener('fastify', boundTo(app, 'routing'), onError, list), ready };
}
function fromFetch(framework, handler, list) {
    const run = handler; // what it is was told by its shape
    return { framework, ready: kNow, ask: (request) => askFetch(run, request), list };
}
function functionAt(value, name) {
    const found = fieldOf(value, name);
    if (typeof found === 'function')
        return found;
    throw centerError('ERR_BAD_ARGUMENT', { name: 'app', value: `without ${name}`, rule: kRule });
}
function boundTo(value, name) {
    return functionAt(value, name).bind(value);
}
//# sourceMappingURL=recognize.js.map