// The rules of OpenAPI 3.1.1 that a document of ours can break, from the specification's tables.
import assert from 'node:assert/strict';
const kMethods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** @throws AssertionError that names the place and the rule. */
export function checkOpenApi(document) {
    const root = fields(document, '#', ['openapi', 'info', 'servers', 'tags', 'paths', 'components']);
    assert.match(text(root.openapi, 'openapi'), /^3\.1\.\d+$/);
    const info = fields(root.info, 'info', ['title', 'version', 'description']);
    text(info.title, 'title');
    text(info.version, 'version');
    const tags = list(root.tags, 'tags').map((tag) => text(fields(tag, 'tag', ['name']).name, 'tag'));
    assert.equal(new Set(tags).size, tags.length, 'names of tags are unique');
    for (const server of list(root.servers, 'servers'))
        text(fields(server, 'server', ['url']).url, 'url');
    const components = fields(root.components, 'components', ['schemas', 'responses']);
    for (const kind of Object.values(components)) {
        for (const name of Object.keys(record(kind, 'component')))
            assert.match(name, /^[a-zA-Z0-9._-]+$/);
    }
    for (const [name, response] of Object.entries(record(components.responses, 'responses'))) {
        checkResponse(response, name);
    }
    const ids = new Set();
    const shapes = new Set();
    for (const [path, item] of Object.entries(record(root.paths, 'paths'))) {
        assert.ok(path.startsWith('/'), `${path} starts with /`);
        const shape = path.replace(/\{[^}]*\}/g, '{}');
        assert.ok(!shapes.has(shape), `${path} is there under other names of parameters`);
        shapes.add(shape);
        const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
        for (const [method, operation] of Object.entries(fields(item, path, kMethods))) {
            if (method.startsWith('x-'))
                continue;
            checkOperation(operation, `${method} ${path}`, names, tags, ids);
        }
    }
    for (const reference of referencesOf(root)) {
        if (reference.startsWith('#/'))
            assert.notEqual(resolve(root, reference), undefined, reference);
    }
}
function checkOperation(value, place, pathNames, tags, ids) {
    const known = [
        'operationId',
        'tags',
        'summary',
        'description',
        'parameters',
        'requestBody',
        'responses',
    ];
    const operation = fields(value, place, known);
    const id = text(operation.operationId, place);
    assert.ok(!ids.has(id), `${id} is unique`);
    ids.add(id);
    for (const tag of list(operation.tags, place))
        assert.ok(tags.includes(text(tag, place)), place);
    const parameters = operation.parameters === undefined ? [] : list(operation.parameters, place);
    const seen = parameters.map((one) => {
        const parameter = fields(one, place, ['name', 'in', 'required', 'description', 'schema']);
        assert.ok(['path', 'query', 'header', 'cookie'].includes(text(parameter.in, place)), place);
        if (parameter.in === 'path')
            assert.equal(parameter.required, true, `${place}: required`);
        checkSchema(parameter.schema, place);
        return `${text(parameter.in, place)} ${text(parameter.name, place)}`;
    });
    assert.equal(new Set(seen).size, seen.length, `${place}: parameters are unique`);
    assert.deepEqual(seen.filter((one) => one.startsWith('path ')).sort(), pathNames.map((name) => `path ${name}`).sort(), `${place}: the path's parameters are declared`);
    if (operation.requestBody !== undefined) {
        checkContent(fields(operation.requestBody, place, ['content', 'required']).content, place);
    }
    const responses = Object.entries(record(operation.responses, place));
    assert.ok(responses.length > 0, `${place} has a response`);
    for (const [status, response] of responses) {
        assert.match(status, /^(default|[1-5](\d\d|XX))$/);
        checkResponse(response, `${place} ${status}`);
    }
}
function checkResponse(value, place) {
    const response = fields(value, place, ['$ref', 'description', 'content']);
    if (response.$ref !== undefined) {
        assert.equal(response.content, undefined, `${place}: a reference has a description at most`);
        return;
    }
    text(response.description, place);
    if (response.content !== undefined)
        checkContent(response.content, place);
}
function checkContent(value, place) {
    for (const [type, media] of Object.entries(record(value, place))) {
        assert.match(type, /^[^\s/]+\/[^\s/]+/, place);
        checkSchema(fields(media, place, ['schema']).schema, place);
    }
}
function checkSchema(value, place) {
    if (typeof value !== 'boolean')
        record(value, place);
}
/** An object with known names and extensions only. */
function fields(value, place, known) {
    const object = record(value, place);
    for (const name of Object.keys(object)) {
        assert.ok(known.includes(name) || name.startsWith('x-'), `${place}: unknown field ${name}`);
    }
    return object;
}
function record(value, place) {
    assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `${place}: object`);
    return value; // checked in the line above
}
function list(value, place) {
    assert.ok(Array.isArray(value), `${place}: list`);
    return value;
}
function text(value, place) {
    assert.ok(typeof value === 'string' && value !== '', `${place}: text`);
    return value;
}
function referencesOf(value) {
    if (typeof value !== 'object' || value === null)
        return [];
    return Object.entries(value).flatMap(([key, inner]) => 
    // What stands in `const` is data.
    key === 'const'
        ? []
        : key === '$ref' && typeof inner === 'string'
            ? [inner]
            : referencesOf(inner));
}
function resolve(root, reference) {
    return reference
        .slice(2)
        .split('/')
        .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduce((value, part) => typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined, root);
}
//# sourceMappingURL=openapi-check.js.map