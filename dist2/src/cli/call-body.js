// What a command sends: JSON from the command line, from a file or from stdin.
import { CenterError } from '../base/errors.js';
import { kBodyBytesMax } from '../base/limits.js';
import { parseCallPath } from '../wire/route-key.js';
import { CliError, kExitUsage, usageError } from './exit.js';
import { readNamedFile } from './flags.js';
export const kJsonHelp = 'the body: JSON text, - for stdin, @file for a file';
/**
 * Reads a body.
 *
 * @param json as it stands on the command line; undefined for none.
 * @throws CliError where it cannot be read, or is no JSON.
 */
export async function bodyOf(context, json) {
    if (json === undefined)
        return undefined;
    const text = await readBody(context, json);
    try {
        return JSON.parse(text);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CliError(kExitUsage, `Error creating request: the body is not JSON: ${reason}`);
    }
}
/** True for `/path` and `METHOD /path`; else a service is named. */
export function isRoute(text) {
    return /^(?:\S+ )?\//.test(text);
}
/** @throws CliError of usage when this cannot be called. */
export function checkRoute(route, hasBody) {
    try {
        parseCallPath(route, hasBody);
    }
    catch (error) {
        if (error instanceof CenterError)
            throw usageError(error.message);
        throw error;
    }
}
async function readBody(context, json) {
    if (json === '-')
        return readAll(context.stdin);
    return json.startsWith('@') ? readNamedFile(json.slice(1), json) : json;
}
async function readAll(stream) {
    const chunks = [];
    let totalBytes = 0;
    for await (const chunk of stream) {
        totalBytes += chunk.length;
        if (totalBytes > kBodyBytesMax)
            throw usageError(`stdin has more than ${kBodyBytesMax} bytes`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}
//# sourceMappingURL=call-body.js.map