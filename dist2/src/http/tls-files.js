// Certificate and key of an HTTP server, checked before an engine gets them: engines say little about what is wrong.
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { centerError } from '../base/errors.js';
/** @throws CenterError ERR_BAD_ARGUMENT when a file cannot be read, is not PEM, or the two do not fit. */
export function readTlsPair(files) {
    const cert = readPem('tls.certFile', files.certFile);
    const key = readPem('tls.keyFile', files.keyFile);
    try {
        createSecureContext({ cert, key });
    }
    catch (error) {
        const value = `${files.certFile} with ${files.keyFile}`;
        throw centerError('ERR_BAD_ARGUMENT', {
            name: 'tls',
            value,
            rule: `they are no pair of PEM files: ${textOf(error)}`,
        });
    }
    return { cert, key };
}
function readPem(name, path) {
    try {
        return readFileSync(path, 'utf8');
    }
    catch (error) {
        const rule = `it cannot be read: ${textOf(error)}`;
        throw centerError('ERR_BAD_ARGUMENT', { name, value: path, rule });
    }
}
function textOf(error) {
    return error instanceof Error ? error.message : String(error);
}
//# sourceMappingURL=tls-files.js.map