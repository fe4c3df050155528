// A process of a test that runs on, and what it says.
import { spawn } from 'node:child_process';
import { until } from './world.js';
/** A process and the text that it has written so far. Whoever makes one ends it. */
export class Talker {
    child;
    out = '';
    err = '';
    constructor(program, args, env = {}) {
        const child = spawn(program, args, {
            stdio: ['ignore', 'pipe', 'pipe'],
            env: { ...process.env, ...env },
        });
        child.stdout.on('data', (chunk) => {
            this.out += chunk.toString();
        });
        child.stderr.on('data', (chunk) => {
            this.err += chunk.toString();
        });
        this.child = child;
    }
    async saysOut(pattern) {
        await until(`stdout says ${pattern}`, () => pattern.test(this.out));
    }
    async saysErr(pattern) {
        await until(`stderr says ${pattern}`, () => pattern.test(this.err));
    }
}
//# sourceMappingURL=talker.js.map