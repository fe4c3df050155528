// GET /openapi.json: what stations offer, as an OpenAPI document.
import { randomUUID } from 'node:crypto';
import { reply } from '../station/reply.js';
import { openApiText } from './openapi-document.js';
/** Adds the route to the center's own station. */
export function offerOpenApi(station, center, version) {
    // Epochs begin anew with each center.
    const run = randomUUID().slice(0, 8);
    /** The newest document, without and with the center's own routes. */
    const made = new Map();
    const documentOf = (hasSystem) => {
        const { epoch } = center;
        const known = made.get(hasSystem);
        if (known?.epoch === epoch)
            return known;
        const title = `signalbox center ${center.name}`;
        const text = openApiText(center.offers(), { title, version, hasSystem });
        const fresh = { epoch, bytes: Buffer.from(text) };
        made.set(hasSystem, fresh);
        return fresh;
    };
    station.route('GET /openapi.json', {
        description: 'What stations offer, as an OpenAPI 3.1 document',
        docs: {
            query: { all: { type: 'string', description: "1 shows the center's own routes, too." } },
        },
    }, ({ query, headers }) => {
        const hasSystem = query.get('all') === '1';
        const { epoch, bytes } = documentOf(hasSystem);
        const etag = `"${run}-${epoch}${hasSystem ? '-all' : ''}"`;
        const fields = { etag, 'cache-control': 'no-cache' };
        if (isKnown(headers['if-none-match'], etag)) {
            return reply(undefined, { status: 304, headers: fields });
        }
        return reply(bytes, { headers: { ...fields, 'content-type': 'application/json' } });
    });
}
/** RFC 9110 §13.1.2: weak comparison. */
function isKnown(field, etag) {
    if (field === undefined)
        return false;
    const tags = field.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    return tags.includes(etag) || tags.includes('*');
}
//# sourceMappingURL=openapi.js.map