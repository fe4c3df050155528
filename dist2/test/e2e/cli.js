// The program `signalbox` as a process of its own: what it prints, how it ends.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until, within } from './world.js';
export const kCliPath = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
/** Starts a command that talks to the world's center. */
export function startCli(world, ...args) {
    return startCliWith(world, {}, ...args);
}
/** The same, with more environment. */
export function startCliWith(world, env, ...args) {
    const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
    const child = spawn(process.execPath, [kCliPath, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...inherited, SIGNALBOX_CENTER: world.pipe, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
        stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk) => {
        stderr += chunk.toString();
    });
    const ended = within(`signalbox ${args.join(' ')} ends`, new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, stdout, stderr }));
    })).finally(() => child.kill('SIGKILL'));
    return { child, stdout: () => stdout, stderr: () => stderr, ended };
}
/** Runs a command to its end. */
export function runCli(world, ...args) {
    return startCli(world, ...args).ended;
}
/** Resolves when a command has printed a text on stdout. */
export function printed(command, text) {
    return until(`it prints ${text}; it printed ${command.stdout()}${command.stderr()}`, () => command.stdout().includes(text));
}
//# sourceMappingURL=cli.js.map