// How a start or a connection ended, in one word.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CenterError } from '../../../src/index.js';
import { kill, kQuiet, within } from '../world.js';
const kCli = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
/** Runs a center that ought to refuse to start. @returns how it ended, and what it said on stderr. */
export async function startFailing(...flags) {
    const child = spawn(process.execPath, [kCli, 'server', '--json', ...kQuiet, ...flags], {
        stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (chunk) => {
        text += chunk.toString();
    });
    try {
        await within('the center refuses', new Promise((resolve) => child.once('close', resolve)));
    }
    finally {
        await kill(child, 'SIGKILL');
    }
    return { exitCode: child.exitCode, text };
}
/** Waits for a promise. @returns 'done', or the code of its error. A client is closed again. */
export async function outcomeOf(promise) {
    try {
        const value = await promise;
        if (isClient(value))
            await value.close();
        return 'done';
    }
    catch (error) {
        return error instanceof CenterError ? error.code : String(error);
    }
}
function isClient(value) {
    return typeof value === 'object' && value !== null && 'close' in value && 'publish' in value;
}
//# sourceMappingURL=outcomes.js.map