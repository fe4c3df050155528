// GET /_sys_/: what the center itself offers, as data, and as a page for browsers.
import Negotiator from 'negotiator';
import { reply } from '../station/reply.js';
import { isReservedPath } from '../wire/reserved-paths.js';
import { parseRoute } from '../wire/route-key.js';
import { kPageHeaders } from './docs-page.js';
/** Adds `/_sys_` and `/_sys_/` to the center's own station. */
export function offerIndex(station, center, version) {
    for (const path of ['/_sys_', '/_sys_/']) {
        station.route(`GET ${path}`, { description: 'What the center itself offers' }, ({ headers: { accept } }) => {
            const entries = center
                .offers()
                .filter(({ route }) => isReservedPath(parseRoute(route).path))
                .map(({ route, description }) => ({ route, description }));
            const fields = accept === undefined ? {} : { accept };
            const type = new Negotiator({ headers: fields }).mediaType([
                'application/json',
                'text/html',
            ]);
            if (type !== 'text/html')
                return { center: center.name, version, routes: entries };
            const headers = { ...kPageHeaders, 'content-type': 'text/html; charset=utf-8' };
            return reply(Buffer.from(pageOf(center.name, version, entries)), { headers });
        });
    }
}
/** The page. A GET route without parameters is a link. */
export function pageOf(name, version, entries) {
    const rows = entries.map(({ route, description }) => {
        const { method, path, isExact } = parseRoute(route);
        const isLink = isExact && (method === 'GET' || method === '');
        const shown = isLink
            ? `<a href="${escapeHtml(path)}">${escapeHtml(path)}</a>`
            : escapeHtml(path);
        return `<p>${escapeHtml(method)} ${shown} <span class="about">${escapeHtml(description)}</span></p>`;
    });
    const title = escapeHtml(`signalbox ${version}, center ${name}`);
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/_sys_/docs/style.css">
</head>
<body>
<h1>${title}</h1>
<p><a href="/_sys_/docs">Documentation of all routes</a></p>
${rows.join('\n')}
</body>
</html>
`;
}
function escapeHtml(text) {
    const names = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
    return text.replace(/[&<>"]/g, (character) => `&${names[character]};`);
}
//# sourceMappingURL=index-page.js.map