// GET /_sys_/docs: a page that shows the OpenAPI document and tries calls. Its files stand in ui/docs and are sent as they
// are; nothing is built, nothing comes from elsewhere, and the policy that goes with them lets nothing in.
import { readFileSync } from 'node:fs';
import { reply } from '../station/reply.js';
/** Fields of every page of the center: no script but its own files, no frame around it. */
export const kPageHeaders = {
    'content-security-policy': "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
};
/** Path, file and type of each part. */
const kFiles = [
    ['/_sys_/docs', 'index.html', 'text/html'],
    ['/_sys_/docs/app.js', 'app.js', 'text/javascript'],
    ['/_sys_/docs/model.js', 'model.js', 'text/javascript'],
    ['/_sys_/docs/style.css', 'style.css', 'text/css'],
];
/** Adds the page's routes to the center's own station. */
export function offerDocsPage(station) {
    for (const [path, file, type] of kFiles) {
        const url = new URL(`../../../ui/docs/${file}`, import.meta.url);
        // Read when it is asked for first: most centers are never asked.
        let bytes;
        const options = { description: `Documentation page: ${file}`, docs: { replyType: type } };
        station.route(`GET ${path}`, options, () => {
            bytes ??= readFileSync(url);
            const headers = { ...kPageHeaders, 'content-type': `${type}; charset=utf-8` };
            return reply(bytes, { headers });
        });
    }
}
//# sourceMappingURL=docs-page.js.map