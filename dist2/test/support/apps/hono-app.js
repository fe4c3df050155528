// The application of the tests, for Hono: requests and responses of fetch.
import { Hono } from 'hono';
import { countBytes, events, kCookies, kTag, pieces } from './parts.js';
export function honoApp(notices) {
    const app = new Hono();
    app.get('/items/:id', (c) => {
        const { pathname, search } = new URL(c.req.url);
        return c.json({ id: c.req.param('id'), query: c.req.query(), url: pathname + search });
    });
    app.post('/json', async (c) => c.json({ got: (await c.req.json()) }));
    app.post('/form', async (c) => c.json({ got: await c.req.parseBody() }));
    app.post('/count', async (c) => {
        const body = c.req.raw.body;
        return c.json({ bytes: body === null ? 0 : await countBytes(body) });
    });
    app.post('/early', (c) => c.json({ early: true }));
    app.post('/upload', async (c) => {
        const form = await c.req.formData();
        const files = [];
        const fields = {};
        for (const [name, value] of form) {
            if (typeof value === 'string')
                fields[name] = value;
            else
                files.push({ name, filename: value.name, bytes: value.size });
        }
        return c.json({ files, fields });
    });
    app.get('/cookies', (c) => {
        for (const cookie of kCookies)
            c.header('set-cookie', cookie, { append: true });
        return c.json({ cookie: c.req.header('cookie') });
    });
    app.get('/redirect', (c) => c.redirect('/items/1'));
    app.get('/empty', (c) => c.body(null, 204));
    app.get('/cached', (c) => {
        c.header('etag', kTag);
        return c.req.header('if-none-match') === kTag ? c.body(null, 304) : c.html('fresh');
    });
    app.get('/big/:count', (c) => {
        const count = Number(c.req.param('count'));
        return c.body(ReadableStream.from(pieces(notices, 'big', count)));
    });
    app.get('/events', (c) => {
        c.header('content-type', 'text/event-stream');
        const source = ReadableStream.from(events(notices));
        return c.body(source.pipeThrough(new TextEncoderStream()));
    });
    app.get('/throw', () => {
        throw new Error('thrown');
    });
    app.get('/reject', () => Promise.reject(new Error('rejected')));
    app.get('/who', (c) => {
        const address = c.env.incoming.socket.remoteAddress;
        const protocol = c.req.header('x-forwarded-proto') ?? 'http';
        return c.json({ ip: address, protocol, host: c.req.header('host'), address });
    });
    app.onError((error, c) => c.text(error.message, 500));
    return app;
}
//# sourceMappingURL=hono-app.js.map