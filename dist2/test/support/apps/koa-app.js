// The application of the tests, for Koa with its router.
import { Readable } from 'node:stream';
import Router from '@koa/router';
import Koa from 'koa';
import { big, breakOff, drained, hang, upload } from './node-routes.js';
import { countBytes, events, kCookies, kTag } from './parts.js';
async function textOf(body) {
    const parts = [];
    for await (const part of body)
        if (part instanceof Uint8Array)
            parts.push(part);
    return Buffer.concat(parts).toString();
}
export function koaApp(notices) {
    const app = new Koa();
    app.proxy = true;
    app.silent = true;
    const router = new Router();
    router.get('/items/:id', (ctx) => {
        ctx.body = { id: ctx.params.id, query: ctx.query, url: ctx.originalUrl };
    });
    router.post('/json', async (ctx) => {
        ctx.body = { got: JSON.parse(await textOf(ctx.req)) };
    });
    router.post('/form', async (ctx) => {
        ctx.body = { got: Object.fromEntries(new URLSearchParams(await textOf(ctx.req))) };
    });
    router.post('/count', async (ctx) => {
        ctx.body = { bytes: await countBytes(ctx.req) };
    });
    router.post('/early', (ctx) => {
        ctx.body = { early: true };
    });
    router.post('/upload', (ctx) => {
        ctx.respond = false;
        upload(ctx.req, ctx.res);
    });
    router.get('/cookies', (ctx) => {
        ctx.set('set-cookie', kCookies);
        ctx.body = { cookie: ctx.get('cookie') };
    });
    router.get('/redirect', (ctx) => ctx.redirect('/items/1'));
    router.get('/empty', (ctx) => {
        ctx.status = 204;
    });
    router.get('/cached', (ctx) => {
        ctx.status = 200;
        ctx.set('etag', kTag);
        if (ctx.fresh)
            ctx.status = 304;
        else {
            ctx.type = 'html';
            ctx.body = 'fresh';
        }
    });
    router.get('/big/:count', (ctx) => {
        ctx.respond = false;
        ctx.res.statusCode = 200;
        big(ctx.res, notices, Number(ctx.params.count));
    });
    router.get('/drained', (ctx) => {
        ctx.respond = false;
        ctx.res.statusCode = 200;
        drained(ctx.res, notices);
    });
    router.get('/events', (ctx) => {
        ctx.type = 'text/event-stream';
        ctx.body = Readable.from(events(notices), { objectMode: false });
    });
    router.get('/throw', () => {
        throw new Error('thrown');
    });
    router.get('/reject', () => Promise.reject(new Error('rejected')));
    router.get('/next', (ctx) => ctx.throw(418, 'n'));
    router.get('/break', (ctx) => {
        ctx.respond = false;
        breakOff(ctx.res);
    });
    router.get('/hang', (ctx) => {
        ctx.respond = false;
        hang(ctx.req, ctx.res, notices);
    });
    router.get('/who', (ctx) => {
        const { ip, protocol, host, socket } = ctx;
        ctx.body = { ip: ip || socket.remoteAddress, protocol, host, address: socket.remoteAddress };
    });
    app.use(router.routes()).use(router.allowedMethods());
    return app;
}
//# sourceMappingURL=koa-app.js.map