// Makes a station of an HTTP application that exists already: its code stays as it is, and no port is opened.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { centerError } from '../../base/errors.js';
import { kRoutesPerStationMax } from '../../base/limits.js';
import { parseRoute } from '../../wire/route-key.js';
import { Station } from '../station.js';
import { appRequestOf } from './app-request.js';
import { fieldOf } from './listing.js';
import { below, literalPrefixOf, patternsOf } from './path-pattern.js';
import { recognize } from './recognize.js';
const kOptionNames = [
    'name',
    'version',
    'token',
    'certificates',
    'onEvent',
    'prefix',
    'stripPrefix',
    'routes',
    'catchAll',
    'bodyBytesMax',
    'form',
];
const kNameDefault = 'http-app';
/** Methods that an author names for one path by hand. */
const kMethodsListedMax = 12;
/**
 * Makes a station of an application of Express, Fastify, Koa or Hono, a fetch handler, a `node:http` request listener, or
 * an `http.Server` that does not listen. It joins as any other station.
 *
 * Its routes appear as far as the framework lists them; see docs/ADOPT.md.
 *
 * @throws CenterError ERR_BAD_ARGUMENT, ERR_BAD_ROUTE.
 */
export function fromHttp(app, options = {}) {
    checkOptions(options);
    const { prefix = '', stripPrefix = false, bodyBytesMax = Number.POSITIVE_INFINITY } = options;
    const program = programOf(process.argv[1]);
    const name = options.name ?? program.name;
    const version = options.version ?? program.version;
    const station = new Station({ ...stationOptionsOf(options), name, version });
    const known = recognize(app, options.form, (error) => station.report(error, name));
    const mount = { prefix, stripPrefix, bodyBytesMax };
    const answer = (call) => known.ask(appRequestOf(call, mount));
    const offer = (routes) => {
        for (const route of routes)
            station.route(route, { bodyAs: 'raw' }, answer);
    };
    if (options.routes === undefined) {
        station.beforeJoin(async () => {
            await known.ready();
            offer(routesOf(known, mount, options.catchAll));
        });
    }
    else {
        offer(options.routes);
        station.beforeJoin(() => known.ready());
    }
    return station;
}
/** The routes to offer for what an application lists. */
export function routesOf(app, { prefix, stripPrefix }, wanted) {
    const listing = app.list();
    const listed = translated(listing).flatMap(({ method, pattern }) => {
        const mounted = stripPrefix ? joined(prefix, pattern) : pattern;
        const isReached = prefix === '' || mounted === prefix || mounted.startsWith(`${prefix}/`);
        return isReached ? [{ method, pattern: mounted }] : [];
    });
    const isTooMany = listed.length >= kRoutesPerStationMax - below(prefix).length;
    const catchesAll = wanted ?? (prefix !== '' || !listing.isComplete || isTooMany);
    const rest = catchesAll ? below(prefix).map((pattern) => ({ method: '', pattern })) : [];
    return distinct([...(isTooMany ? [] : listed), ...rest]);
}
function translated({ routes, answersOptions }) {
    const patterns = withoutLongLists(routes.flatMap((route) => patternsOfListed(route).map((pattern) => ({ method: methodOf(route), pattern }))));
    if (!answersOptions)
        return [...patterns];
    return [...patterns, ...patterns.map(({ pattern }) => ({ method: 'OPTIONS', pattern }))];
}
/** A route for all methods is listed by some frameworks as thirty routes. */
function withoutLongLists(patterns) {
    const counts = new Map();
    for (const { pattern } of patterns)
        counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    return patterns.map((one) => (counts.get(one.pattern) ?? 0) > kMethodsListedMax ? { ...one, method: '' } : one);
}
function patternsOfListed({ path, mount, isPrefix = false }) {
    if (typeof path !== 'string') {
        const start = path instanceof RegExp ? literalPrefixOf(path.source) : '';
        return below(literalPrefixOf(`${mount}/`) === mount ? mount + start : literalPrefixOf(mount));
    }
    if (isPrefix)
        return [path, `${path}/*`].flatMap(patternsOf);
    return patternsOf(mount === '' || path !== '/' ? mount + path : mount);
}
/** A method that a route of ours cannot name is left to the application. */
function methodOf({ method }) {
    return /^[A-Z]*$/.test(method) ? method : '';
}
/** One route of each shape: names of parameters make no difference to a path. */
function distinct(patterns) {
    const routes = new Map();
    const everyMethod = new Set(patterns.filter(({ method }) => method === '').map(({ pattern }) => shapeOf(pattern)));
    for (const { method, pattern } of patterns) {
        const shape = shapeOf(pattern);
        // OPTIONS stands for no method of its own where every method is offered.
        if (method === 'OPTIONS' && everyMethod.has(shape))
            continue;
        const key = `${method} ${shape}`;
        if (!routes.has(key))
            routes.set(key, method === '' ? pattern : `${method} ${pattern}`);
    }
    return [...routes.values()];
}
function shapeOf(pattern) {
    return pattern.replace(/\/:\w+/g, '/:');
}
function joined(prefix, pattern) {
    return pattern === '/' && prefix !== '' ? prefix : prefix + pattern;
}
function stationOptionsOf({ token, certificates, onEvent, }) {
    return {
        ...(token !== undefined && { token }),
        ...(certificates !== undefined && { certificates }),
        ...(onEvent !== undefined && { onEvent }),
    };
}
function checkOptions(options) {
    const refuse = (name, value, rule) => {
        throw centerError('ERR_BAD_ARGUMENT', { name, value: String(value), rule });
    };
    for (const name of Object.keys(options)) {
        if (!kOptionNames.includes(name)) {
            refuse('option', name, `an option is one of ${kOptionNames.join(', ')}`);
        }
    }
    const { prefix = '', bodyBytesMax, form } = options;
    if (prefix !== '') {
        if (prefix.endsWith('/'))
            refuse('prefix', prefix, 'it has no slash at its end');
        if (!parseRoute(prefix).isExact)
            refuse('prefix', prefix, 'it has no parameter and no wildcard');
    }
    if (bodyBytesMax !== undefined && !(Number.isInteger(bodyBytesMax) && bodyBytesMax >= 0)) {
        refuse('bodyBytesMax', bodyBytesMax, 'a whole number of bytes is wanted');
    }
    if (form !== undefined && form !== 'listener' && form !== 'fetch') {
        refuse('form', form, "it is 'listener' or 'fetch'");
    }
}
/** Name and version of the package that a program belongs to. */
function programOf(main) {
    for (let folder = dirname(main ?? '');; folder = dirname(folder)) {
        const manifest = manifestIn(folder);
        if (manifest !== null)
            return manifest;
        if (folder === dirname(folder))
            return { name: kNameDefault, version: '0.0.0' };
    }
}
function manifestIn(folder) {
    try {
        const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const name = fieldOf(manifest, 'name');
        const version = fieldOf(manifest, 'version');
        if (typeof name !== 'string' || name === '')
            return null;
        return { name, version: typeof version === 'string' ? version : '0.0.0' };
    }
    catch {
        return null; // none here, or one that only marks a folder: the next folder up may have it
    }
}
//# sourceMappingURL=from-http.js.map