// Routes of Fastify 4 and 5, read from the tree that it prints once it is ready.
//
//   ├── item
//   │   ├── s (GET, HEAD, POST)
//   │   │   s (GET) {"version":"1.2.0"}
//   │   └── -other (GET)
import { fieldOf, kUnlisted } from './listing.js';
const kIndent = 4;
const kLineRule = /^((?:│ {3}| {4})*)([├└]── | {0})(.*)$/u;
const kMethodsRule = /^(.*?) \(([A-Z-]+(?:, [A-Z-]+)*)\)(?: \{.*\})?$/;
export function isFastify(app) {
    return (typeof fieldOf(app, 'ready') === 'function' && typeof fieldOf(app, 'printRoutes') === 'function');
}
export function listFastify(app) {
    const print = fieldOf(app, 'printRoutes');
    const text = typeof print === 'function' ? Reflect.apply(print, app, []) : undefined;
    if (typeof text !== 'string')
        return kUnlisted;
    return { routes: routesOfTree(text), isComplete: true, answersOptions: false };
}
/** The routes of a printed tree. */
export function routesOfTree(text) {
    const routes = [];
    /** Path of the last node of each depth. */
    const paths = [];
    for (const line of text.split('\n')) {
        const match = kLineRule.exec(line);
        if (match === null || line === '')
            continue;
        const [, indent, branch, label] = match;
        const [, part = label, methods = ''] = kMethodsRule.exec(label) ?? [];
        // A line without a branch is a further variant of the node above it.
        const depth = indent.length / kIndent - (branch === '' ? 1 : 0);
        const above = depth > 0 ? (paths[depth - 1] ?? '') : '';
        const path = part === '(empty root node)' ? '' : above + part;
        if (branch !== '')
            paths[depth] = path;
        for (const method of methods.split(', ').filter(Boolean)) {
            // A doubled colon is a colon that names no parameter.
            routes.push({ method, path: path.replaceAll('::', '%3A'), mount: '' });
        }
    }
    return routes;
}
//# sourceMappingURL=list-fastify.js.map