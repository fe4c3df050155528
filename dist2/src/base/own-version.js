// The version of this package, for people and machines that ask.
import { readFileSync } from 'node:fs';
/** The version stands in package.json alone, three folders above dist/src/base. */
export function ownVersion() {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    const manifest = JSON.parse(text);
    if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
        return String(manifest.version);
    }
    throw new Error('package.json has no version');
}
//# sourceMappingURL=own-version.js.map