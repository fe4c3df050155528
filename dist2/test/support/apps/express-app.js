// The application of the tests, for Express 5.
import express from 'express';
import { big, breakOff, count, drained, early, hang, sendEvents, upload } from './node-routes.js';
import { kCookies, kTag } from './parts.js';
export function expressApp(notices) {
    const app = express();
    app.set('trust proxy', true);
    app.use(express.json({ limit: '5mb' }), express.urlencoded({ extended: false }));
    app.get('/items/:id', (request, response) => {
        response.json({ id: request.params.id, query: request.query, url: request.originalUrl });
    });
    app.post('/json', (request, response) => void response.json({ got: request.body }));
    app.post('/form', (request, response) => void response.json({ got: request.body }));
    app.post('/count', count);
    app.post('/early', early);
    app.post('/upload', upload);
    app.get('/cookies', (request, response) => {
        for (const cookie of kCookies)
            response.append('set-cookie', cookie);
        response.json({ cookie: request.headers.cookie });
    });
    app.get('/redirect', (_request, response) => response.redirect('/items/1'));
    app.get('/empty', (_request, response) => void response.status(204).end());
    app.get('/cached', (request, response) => {
        response.set('etag', kTag);
        if (request.fresh)
            response.status(304).end();
        else
            response.send('fresh');
    });
    app.get('/big/:count', (request, response) => big(response, notices, Number(request.params.count)));
    app.get('/drained', (_request, response) => drained(response, notices));
    app.get('/events', (_request, response) => sendEvents(response, notices));
    app.get('/throw', () => {
        throw new Error('thrown');
    });
    app.get('/reject', () => Promise.reject(new Error('rejected')));
    app.get('/next', (_request, _response, next) => next(Object.assign(new Error('n'), { status: 418 })));
    app.get('/break', (_request, response) => breakOff(response));
    app.get('/hang', (request, response) => hang(request, response, notices));
    app.get('/who', (request, response) => {
        const { ip, protocol, host, socket } = request;
        response.json({ ip, protocol, host, address: socket.remoteAddress });
    });
    app.use((_request, response) => void response.status(404).send('<p>not here</p>'));
    return app;
}
//# sourceMappingURL=express-app.js.map