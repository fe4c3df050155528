// Runs a test file with a plant, in processes of its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { kPlantVariable, kRoot } from './plant.js';
const kAva = `${kRoot}node_modules/ava/entrypoints/cli.mjs`;
const kRegister = fileURLToPath(new URL('./register.js', import.meta.url));
/** Far above what any suite or build takes on a busy machine; one that a plant makes hang ends as a failure here. */
const kRunMsMax = 500_000;
/** Runs a program to its end, or to {@link kRunMsMax}; stdout and stderr together. */
export function runProgram(program, args, env) {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, { cwd: kRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
        const parts = [];
        child.stdout.on('data', (part) => parts.push(part));
        child.stderr.on('data', (part) => parts.push(part));
        const timer = setTimeout(() => child.kill('SIGKILL'), kRunMsMax);
        child.on('error', reject);
        child.on('close', (code) => {
            clearTimeout(timer);
            resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') });
        });
    });
}
/** Runs the suite of a plant with AVA, as `npm test` does, up to the first failure. */
export function runPlantedSuite(plant) {
    return runPlantedProgram(plant, [kAva, '--tap', '--fail-fast', plant.suite]);
}
/** Runs Node with a plant. Every process and worker thread that it starts has the plant, too. */
export function runPlantedProgram(plant, args) {
    return runProgram(process.execPath, args, {
        ...process.env,
        NODE_OPTIONS: `--import ${kRegister}`,
        [kPlantVariable]: plant.name,
    });
}
/** Titles of the tests that failed, of AVA's TAP. */
export function failedTitles(output) {
    return [...output.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, title]) => title);
}
//# sourceMappingURL=run-planted.js.map