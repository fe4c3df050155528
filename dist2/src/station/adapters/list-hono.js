// Routes of Hono: a plain list, in which middleware stands with the method ALL.
import { fieldOf, listAt, servesFiles } from './listing.js';
export function isHono(app) {
    return typeof fieldOf(app, 'fetch') === 'function' && Array.isArray(fieldOf(app, 'routes'));
}
export function listHono(app) {
    let hasMiddleware = false;
    const routes = [];
    for (const entry of listAt(app, 'routes')) {
        const [method, path, handler] = ['method', 'path', 'handler'].map((name) => fieldOf(entry, name));
        if (typeof method !== 'string' || typeof path !== 'string')
            continue;
        if (method === 'ALL' && isMiddleware(handler)) {
            hasMiddleware = true;
            continue;
        }
        routes.push({ method: method === 'ALL' ? '' : method, path: withoutRules(path), mount: '' });
    }
    return { routes, isComplete: true, answersOptions: hasMiddleware };
}
/** Who takes `next` hands on, unless it is known to answer. */
function isMiddleware(handler) {
    return fieldOf(handler, 'length') === 2 && !servesFiles(handler);
}
/** `:id{[0-9]+}` is a parameter; a rule that may cross segments makes it a wildcard. */
function withoutRules(path) {
    return path.replace(/(:\w+\??)\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_whole, name, rule) => (/\.[*+]|\//.test(rule) ? '*' : name));
}
//# sourceMappingURL=list-hono.js.map