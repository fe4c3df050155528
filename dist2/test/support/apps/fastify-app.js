// The application of the tests, for Fastify 5.
import { Readable } from 'node:stream';
import fastify, {} from 'fastify';
import { breakOff, drained, hang, upload } from './node-routes.js';
import { countBytes, events, kCookies, kTag, pieceStream } from './parts.js';
export function fastifyApp(notices) {
    const app = fastify({ trustProxy: true, bodyLimit: 5 << 20 });
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.get('/items/:id', (request) => {
        return { id: request.params.id, query: request.query, url: request.originalUrl };
    });
    app.post('/json', (request) => ({ got: request.body }));
    app.post('/form', (request) => ({ got: request.body }));
    app.post('/count', async (request) => ({
        bytes: await countBytes(request.body),
    }));
    app.post('/early', () => ({ early: true }));
    app.post('/upload', (request, reply) => {
        reply.hijack();
        upload(request.raw, reply.raw);
    });
    app.get('/cookies', (request, reply) => {
        void reply.header('set-cookie', kCookies);
        return { cookie: request.headers.cookie };
    });
    app.get('/redirect', (_request, reply) => reply.redirect('/items/1'));
    app.get('/empty', (_request, reply) => reply.code(204).send());
    app.get('/cached', (request, reply) => {
        void reply.header('etag', kTag);
        if (request.headers['if-none-match'] === kTag)
            return reply.code(304).send();
        return reply.type('text/html').send('fresh');
    });
    app.get('/big/:count', (request, reply) => reply
        .type('application/octet-stream')
        .send(pieceStream(notices, 'big', Number(request.params.count))));
    app.get('/drained', (_request, reply) => {
        reply.hijack();
        drained(reply.raw, notices);
    });
    app.get('/events', (_request, reply) => reply.type('text/event-stream').send(Readable.from(events(notices), { objectMode: false })));
    app.get('/throw', () => {
        throw new Error('thrown');
    });
    app.get('/reject', () => Promise.reject(new Error('rejected')));
    app.get('/next', () => Promise.reject(Object.assign(new Error('n'), { statusCode: 418 })));
    app.get('/break', (_request, reply) => {
        reply.hijack();
        breakOff(reply.raw);
    });
    app.get('/hang', (request, reply) => {
        reply.hijack();
        hang(request.raw, reply.raw, notices);
    });
    app.get('/who', ({ ip, protocol, host, socket }) => {
        return { ip, protocol, host, address: socket.remoteAddress };
    });
    return app;
}
//# sourceMappingURL=fastify-app.js.map