// Routes of Koa: the router is a middleware among others, which carries its router.
import { fieldOf, kUnlisted, listAt, servesFiles, } from './listing.js';
export function isKoa(app) {
    return typeof fieldOf(app, 'callback') === 'function' && Array.isArray(fieldOf(app, 'middleware'));
}
export function listKoa(app) {
    const middleware = listAt(app, 'middleware');
    const routers = middleware.flatMap((one) => {
        const stack = listAt(fieldOf(one, 'router'), 'stack');
        return stack.length > 0 ? [stack] : [];
    });
    if (routers.length === 0)
        return kUnlisted;
    const routes = routers.flat().flatMap(listLayer);
    const lastRouter = middleware.findLastIndex((one) => fieldOf(one, 'router') !== undefined);
    // What stands behind the routers and hands nothing on answers what they did not.
    const isComplete = !middleware.some((one, index) => servesFiles(one) || (index > lastRouter && Number(fieldOf(one, 'length')) < 2));
    return { routes, isComplete, answersOptions: true };
}
function listLayer(layer) {
    const methods = listAt(layer, 'methods').map(String);
    const path = fieldOf(layer, 'path');
    if (methods.length === 0)
        return []; // middleware of the router
    return methods.map((method) => ({
        method,
        path: typeof path === 'string' || path instanceof RegExp ? path : null,
        mount: '',
    }));
}
//# sourceMappingURL=list-koa.js.map