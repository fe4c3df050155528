// Routes of Express 4 and 5, of the router package, and of connect: they keep a stack of layers.
import { fieldOf, listAt, servesFiles } from './listing.js';
/** Routers in routers; deeper ones are answered below their mount as a whole. */
const kDepthMax = 16;
/** True for an Express application: a function that keeps settings and handles requests. */
export function isExpress(app) {
    return (typeof app === 'function' &&
        typeof fieldOf(app, 'handle') === 'function' &&
        typeof fieldOf(app, 'set') === 'function' &&
        typeof fieldOf(app, 'use') === 'function');
}
export function listExpress(app) {
    const routes = [];
    const isComplete = listStack(stackOf(app), '', 0, routes);
    return { routes, isComplete, answersOptions: true };
}
/** Express 4 keeps its router in `_router`, 5 in `router`; a router is its own. */
function stackOf(app) {
    const own = listAt(app, 'stack');
    if (own.length > 0)
        return own;
    const old = listAt(fieldOf(app, '_router'), 'stack');
    return old.length > 0 ? old : listAt(fieldOf(app, 'router'), 'stack');
}
/** @returns true when nothing but the listed routes answers. */
function listStack(stack, mount, depth, routes) {
    let isComplete = true;
    const lastRoute = stack.findLastIndex((layer) => isAnswering(layer));
    stack.forEach((layer, index) => {
        const handler = fieldOf(layer, 'handle');
        const route = fieldOf(layer, 'route');
        if (typeof route === 'object' && route !== null) {
            listRoute(route, mount, routes);
            return;
        }
        const at = pathOf(layer);
        const inner = stackOf(handler);
        if (inner.length > 0 && at !== null && depth < kDepthMax) {
            const isWhole = listStack(inner, mount + at, depth + 1, routes);
            if (!isWhole && mount + at === '')
                isComplete = false;
            else if (!isWhole)
                routes.push(everything(mount + at));
            return;
        }
        const isMiddleware = !servesFiles(handler) && inner.length === 0 && at === '';
        // Middleware behind the last route has nothing left to prepare: it answers what no route did. Four parameters make
        // it a handler of errors.
        const isLast = index > lastRoute && fieldOf(handler, 'length') !== 4;
        if (isMiddleware && !isLast)
            return;
        if (at === null || mount + at === '')
            isComplete = false;
        else
            routes.push(everything(mount + at));
    });
    return isComplete;
}
function everything(path) {
    return { method: '', path, mount: '', isPrefix: true };
}
/** True for a layer that is a route, a router with something in it, or mounted at a path. */
function isAnswering(layer) {
    if (typeof fieldOf(layer, 'route') === 'object')
        return true;
    return stackOf(fieldOf(layer, 'handle')).length > 0 || pathOf(layer) !== '';
}
function listRoute(route, mount, routes) {
    const given = fieldOf(route, 'path');
    const paths = Array.isArray(given) ? given.flat(Number.POSITIVE_INFINITY) : [given];
    const names = Object.keys(Object(fieldOf(route, 'methods')));
    const methods = names.includes('_all') ? [''] : names.map((name) => name.toUpperCase());
    for (const one of paths) {
        const path = typeof one === 'string' || one instanceof RegExp ? one : null;
        for (const method of methods)
            routes.push({ method, path, mount });
    }
}
/** Path that a layer is mounted at: '' for the root, null where it does not tell. */
function pathOf(layer) {
    const raw = fieldOf(layer, 'rawPath'); // router 2.3, in Express 5
    if (typeof raw === 'string')
        return withoutEnd(raw);
    const text = fieldOf(layer, 'route'); // connect
    if (typeof text === 'string')
        return withoutEnd(text);
    if (fieldOf(layer, 'slash') === true)
        return ''; // router 2.0
    const regexp = fieldOf(layer, 'regexp');
    if (!(regexp instanceof RegExp))
        return null;
    return fieldOf(regexp, 'fast_slash') === true ? '' : pathOfRegExp(regexp.source);
}
/** Express 4 keeps only the expression that path-to-regexp 0.1 made of a mount's path. */
function pathOfRegExp(source) {
    const path = source
        .replace(/^\^/, '')
        .replace(/\\\/\?\(\?=\\\/\|\$\)$/, '')
        .replace(/\(\?:\\?\/?\(\[\^\\?\/\]\+\?\)\)|\\\/\(\?:\(\[\^\\?\/\]\+\?\)\)/g, '/:part')
        .replaceAll(/\\([/.-])/g, '$1')
        .replaceAll('//', '/');
    return /^[\w/:.~%-]*$/.test(path) ? withoutEnd(path) : null;
}
function withoutEnd(path) {
    return path.replace(/\/+$/, '');
}
//# sourceMappingURL=list-express.js.map