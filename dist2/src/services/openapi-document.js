// The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1) of what stations offer.
import { kErrors } from '../base/errors.js';
import { kOpenApiBytesMax } from '../base/limits.js';
import { readDocs } from '../station/route-docs.js';
import { isReservedPath } from '../wire/reserved-paths.js';
import { parseRoute } from '../wire/route-key.js';
import { embedSchema } from './openapi-schema.js';
/** Methods that a path item knows. */
const kMethods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'];
/** What a route without a method is shown with. */
const kAnyMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const kBodyMethods = ['POST', 'PUT', 'PATCH'];
const kJson = 'application/json';
const kErrorSchema = {
    type: 'object',
    required: ['id', 'code', 'detail', 'status'],
    properties: {
        id: { type: 'string', description: 'Code of the error, for programs.' },
        code: { type: 'integer', description: 'HTTP status.' },
        detail: { type: 'string', description: 'What is wrong, for people.' },
        status: { type: 'string', description: 'HTTP status in words.' },
    },
};
/**
 * The document as text. Routes of one path and method that differ in the names of parameters only are shown once.
 *
 * Of more than {@link kOpenApiBytesMax} the rest is left out, and `info` says how many paths that are.
 */
export function openApiText(offers, options) {
    const ids = new OperationIds();
    const paths = [];
    const schemas = [member('Error', kErrorSchema)];
    const tags = new Set();
    let bytes = 0;
    let omitted = 0;
    for (const group of groupsOf(offers, options.hasSystem)) {
        // What is too large anyhow is not even read.
        if (bytes + saidBytes(group) > kOpenApiBytesMax) {
            omitted++;
            continue;
        }
        const used = {};
        const path = member(group.template, pathItem(group, ids, used));
        const own = Object.entries(used).map(([name, schema]) => member(name, schema));
        const size = [path, ...own].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        if (bytes + size > kOpenApiBytesMax) {
            omitted++;
            continue;
        }
        bytes += size;
        paths.push(path);
        schemas.push(...own);
        for (const { offer } of group.offers)
            for (const name of offer.services)
                tags.add(name);
    }
    const head = {
        openapi: '3.1.1',
        info: infoOf(options, omitted),
        servers: [{ url: '/' }],
        tags: [...tags].sort().map((name) => ({ name })),
    };
    const responses = { Error: errorResponse() };
    return (`${JSON.stringify(head).slice(0, -1)},"paths":{${paths.join(',')}},` +
        `"components":{"schemas":{${schemas.join(',')}},"responses":${JSON.stringify(responses)}}}`);
}
function saidBytes({ offers }) {
    const texts = offers.flatMap(({ offer }) => [offer.requestSchema, offer.replySchema, offer.docs]);
    return texts.reduce((sum, text) => sum + text.length, 0);
}
function member(name, value) {
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}
function infoOf({ title, version }, omitted) {
    const info = { title, version };
    if (omitted === 0)
        return info;
    const description = `${omitted} paths are left out, because the document would be too large.`;
    return { ...info, description, 'x-signalbox-omitted': omitted };
}
function groupsOf(offers, hasSystem) {
    const groups = new Map();
    for (const offer of offers) {
        const pattern = parseRoute(offer.route);
        if (!hasSystem && isReservedPath(pattern.path))
            continue;
        const key = pattern.segments.map((segment) => (isParam(segment) ? ':' : segment)).join('/');
        const group = groups.get(key) ?? { ...templateOf(pattern), offers: [] };
        groups.set(key, group);
        group.offers.push({ offer, pattern });
    }
    return [...groups.values()].sort((a, b) => (a.template < b.template ? -1 : 1));
}
function isParam(segment) {
    return segment === '*' || segment.startsWith(':');
}
/** `/orders/:id` is `/orders/{id}`; a wildcard gets a name that no parameter has. */
function templateOf(pattern) {
    let rest = 'rest';
    while (pattern.paramNames.includes(rest))
        rest += '_';
    const paramNames = pattern.paramNames.map((name) => (name === '*' ? rest : name));
    let at = 0;
    const parts = pattern.segments.map((segment) => isParam(segment) ? `{${paramNames[at++]}}` : segment.replace(/[{}]/g, encodeURIComponent));
    return { template: `/${parts.join('/')}`, paramNames };
}
/** @param used takes the schemas that the operations name. */
function pathItem(group, ids, used) {
    const item = {};
    const others = {};
    const add = (method, operation) => {
        const place = kMethods.includes(method) ? item : others;
        const key = place === item ? method.toLowerCase() : method;
        place[key] ??= operation();
    };
    const named = group.offers.filter(({ pattern }) => pattern.method !== '');
    for (const { offer, pattern } of named) {
        const { method } = pattern;
        add(method, () => operationOf(group, offer, method, ids.take(method, pattern), used));
    }
    // A route that answers every method comes after those that name theirs, as in the center's own table.
    for (const { offer, pattern } of group.offers) {
        if (pattern.method !== '')
            continue;
        for (const method of kAnyMethods) {
            add(method, () => ({
                ...operationOf(group, offer, method, ids.take(method, pattern), used),
                'x-signalbox-any-method': true,
            }));
        }
    }
    if (Object.keys(others).length > 0)
        item['x-signalbox-operations'] = others;
    return item;
}
function operationOf(group, offer, method, operationId, used) {
    const docs = readDocs(offer.docs);
    const { description } = offer;
    const isWildcard = offer.route.endsWith('/*');
    const parameters = [...pathParameters(group, isWildcard), ...queryParameters(docs)];
    const schemaOf = (text, side) => {
        if (text === '')
            return {};
        const name = `${operationId}_${side}`;
        const place = `#/components/schemas/${name}`;
        used[name] = embedSchema(text, place);
        return { $ref: place };
    };
    const hasBody = offer.requestSchema !== '' || kBodyMethods.includes(method);
    return {
        operationId,
        tags: offer.services,
        ...(description === '' ? {} : { summary: firstLine(description), description }),
        ...(parameters.length === 0 ? {} : { parameters }),
        ...(hasBody ? { requestBody: requestBody(offer, docs, schemaOf) } : {}),
        responses: responsesOf(offer, docs, schemaOf),
        'x-signalbox-route': offer.route,
        ...(offer.isIdempotent ? { 'x-signalbox-idempotent': true } : {}),
        ...(docs.streams === true ? { 'x-signalbox-streams': true } : {}),
    };
}
function firstLine(text) {
    return text.split(/\r?\n/, 1)[0].slice(0, 120);
}
function pathParameters({ paramNames }, isWildcard) {
    return paramNames.map((name, at) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
        ...(isWildcard && at === paramNames.length - 1
            ? { description: 'The rest of the path; it may hold slashes.', 'x-signalbox-wildcard': true }
            : {}),
    }));
}
function queryParameters({ query = {} }) {
    return Object.entries(query).map(([name, schema]) => ({
        name,
        in: 'query',
        ...(typeof schema.description === 'string' ? { description: schema.description } : {}),
        schema,
    }));
}
function requestBody(offer, docs, schemaOf) {
    const type = docs.requestType ?? (docs.bodyAs === 'stream' ? 'application/octet-stream' : kJson);
    const content = { [type]: { schema: schemaOf(offer.requestSchema, 'request') } };
    return { content, ...(offer.requestSchema === '' ? {} : { required: true }) };
}
function responsesOf(offer, docs, schemaOf) {
    const schema = schemaOf(offer.replySchema, 'reply');
    const isStream = docs.streams === true;
    const streamTypes = ['application/x-ndjson', 'text/event-stream'];
    const types = docs.replyType !== undefined ? [docs.replyType] : isStream ? streamTypes : [kJson];
    const failure = (description) => ({
        $ref: '#/components/responses/Error',
        description,
    });
    return {
        200: {
            description: isStream ? 'The reply, item by item; the schema is that of one.' : 'The reply.',
            content: Object.fromEntries(types.map((type) => [type, { schema }])),
        },
        ...(offer.requestSchema === ''
            ? {}
            : { [kErrors.ERR_BAD_BODY.status]: failure('The body does not fit the schema.') }),
        [kErrors.ERR_STATION_BUSY.status]: failure('No station can take the call now.'),
        [kErrors.ERR_DEADLINE.status]: failure('The deadline has passed.'),
        default: failure('The call failed.'),
    };
}
function errorResponse() {
    const schema = { $ref: '#/components/schemas/Error' };
    return { description: 'The call failed.', content: { [kJson]: { schema } } };
}
/** Names for operations: readable, the same for the same routes, and never twice. */
class OperationIds {
    #counts = new Map();
    take(method, { path }) {
        const words = path.match(/[A-Za-z0-9]+/g) ?? ['root'];
        const base = [method.toLowerCase(), ...words].join('_').slice(0, 120);
        for (;;) {
            const count = (this.#counts.get(base) ?? 0) + 1;
            this.#counts.set(base, count);
            const id = count === 1 ? base : `${base}_${count}`;
            if (id === base || !this.#counts.has(id)) {
                if (id !== base)
                    this.#counts.set(id, 1);
                return id;
            }
        }
    }
}
//# sourceMappingURL=openapi-document.js.map