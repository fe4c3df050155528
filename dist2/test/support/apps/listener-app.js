// The application of the tests, for node:http alone.
import { big, breakOff, count, drained, early, hang, json, sendEvents, upload, } from './node-routes.js';
import { kCookies, kTag } from './parts.js';
export function listenerApp(notices) {
    return (request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
        const [, first, second = ''] = pathname.split('/');
        switch (first) {
            case 'items':
                return json(response, {
                    id: second,
                    query: Object.fromEntries(searchParams),
                    url: request.url,
                });
            case 'json':
            case 'form':
                return parsed(request, response);
            case 'count':
                return count(request, response);
            case 'early':
                return early(request, response);
            case 'upload':
                return upload(request, response);
            case 'cookies':
                response.setHeader('set-cookie', kCookies);
                return json(response, { cookie: request.headers.cookie });
            case 'redirect':
                return response.writeHead(302, { location: '/items/1' }).end();
            case 'empty':
                return response.writeHead(204).end();
            case 'cached':
                response.setHeader('etag', kTag);
                if (request.headers['if-none-match'] === kTag)
                    return response.writeHead(304).end();
                response.setHeader('content-type', 'text/html');
                return response.end('fresh');
            case 'big':
                return big(response, notices, Number(second));
            case 'drained':
                return drained(response, notices);
            case 'events':
                return sendEvents(response, notices);
            case 'throw':
                throw new Error('thrown');
            case 'reject':
                return Promise.reject(new Error('rejected'));
            case 'next':
                throw Object.assign(new Error('n'), { code: 'E_TEAPOT', status: 418 });
            case 'break':
                return breakOff(response);
            case 'hang':
                return hang(request, response, notices);
            case 'who':
                return json(response, {
                    ip: request.socket.remoteAddress,
                    protocol: request.headers['x-forwarded-proto'] ?? 'http',
                    host: request.headers.host,
                    address: request.socket.remoteAddress,
                });
            default:
                response.writeHead(404, { 'content-type': 'text/html' });
                return response.end('<p>not here</p>');
        }
    };
}
async function parsed(request, response) {
    const parts = [];
    for await (const part of request)
        if (part instanceof Uint8Array)
            parts.push(part);
    const text = Buffer.concat(parts).toString();
    const isForm = request.headers['content-type']?.includes('urlencoded') === true;
    const got = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
    json(response, { got });
}
//# sourceMappingURL=listener-app.js.map