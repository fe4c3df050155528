// The project's files as text, for tests that look at structure.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
/** The folder that holds package.json; tests run from dist/test/tidy. */
export const kRoot = fileURLToPath(new URL('../../../', import.meta.url));
const kSkipped = new Set([
    'node_modules',
    'dist',
    'build',
    'build-cmake',
    '.git',
    'generated',
    'prebuilds',
    'coverage',
]);
/** Files below a folder of the project, as paths from its root. */
export function filesBelow(folder, ...endings) {
    const absolute = join(kRoot, folder);
    if (!existsSync(absolute))
        return [];
    return readdirSync(absolute).flatMap((name) => {
        if (kSkipped.has(name))
            return [];
        const path = join(absolute, name);
        if (statSync(path).isDirectory())
            return filesBelow(relative(kRoot, path), ...endings);
        return endings.length === 0 || endings.some((ending) => name.endsWith(ending))
            ? [relative(kRoot, path)]
            : [];
    });
}
/** A file's text. Throws when it is missing: what is not there cannot be right. */
export function read(path) {
    return readFileSync(join(kRoot, path), 'utf8');
}
/** Modules that a TypeScript file imports: paths from the root for its own, names for packages. */
export function importsOf(path) {
    const specifiers = [...read(path).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1]);
    return specifiers.map((specifier) => specifier.startsWith('.')
        ? relative(kRoot, join(kRoot, path, '..', specifier)).replace(/\.js$/, '.ts')
        : specifier);
}
//# sourceMappingURL=sources.js.map