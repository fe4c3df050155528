// What a framework tells of its routes.
/** Of an application that cannot be asked. */
export const kUnlisted = { routes: [], isComplete: false, answersOptions: false };
/** A property of a value of unknown shape; undefined where there is none, or where it refuses to be read. */
export function fieldOf(value, name) {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function')
        return undefined;
    try {
        return Reflect.get(value, name);
    }
    catch {
        return undefined; // Express 4 throws at `app.router`
    }
}
/** The same for a list; empty where there is none. */
export function listAt(value, name) {
    const list = fieldOf(value, name);
    return Array.isArray(list) ? list : [];
}
/** Middleware that is known to answer with files. */
export function servesFiles(handler) {
    const name = fieldOf(handler, 'name');
    return name === 'serveStatic' || name === 'serve';
}
//# sourceMappingURL=listing.js.map