// Paths that belong to the center itself: no station may offer them, and the gateway resolves them before all others.
const kReservedPaths = new Set(['/healthz', '/readyz', '/metrics', '/openapi.json']);
const kReservedFolders = ['/_sys_', '/_gover_'];
/** @param path of a route or a request, without its query. */
export function isReservedPath(path) {
    if (kReservedPaths.has(path))
        return true;
    return kReservedFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
//# sourceMappingURL=reserved-paths.js.map