// A center with stations wherever they may live and callers by every carrier.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, createStation, startCenter, } from '../../src/index.js';
import { makeCertificate } from '../support/certificate.js';
import { laneCaller } from './lane-caller.js';
import { createPlanned } from './stations/plan.js';
const kToken = 'a token of the tests';
const kDefaults = { kind: 'member', label: 'a', balance: 'round-robin', weight: 1 };
export class World {
    center;
    #folder;
    #keys;
    #scheme;
    #running = [];
    /** Made by {@link openWorld}. */
    constructor(center, folder, scheme, keys) {
        this.center = center;
        this.#folder = folder;
        this.#scheme = scheme;
        this.#keys = keys;
    }
    addressOf(carrier) {
        if (carrier === 'tcp' || carrier === 'tls')
            return `${this.#scheme}://${this.center.stationAddress}`;
        return `${carrier}:${this.center.pipe}`;
    }
    async connect(kind) {
        const name = `caller-${kind}`;
        if (kind !== 'attached') {
            const address = this.addressOf(kind === 'lane' ? 'shm' : kind);
            const client = await connect(address, { name, onEvent: () => { }, ...this.#keys });
            this.#running.push({ kill: () => client.close() });
            if (kind === 'lane')
                return laneCaller(this.center, client, name);
            return Object.assign(client, { name });
        }
        const station = createStation({ name, onEvent: () => { } });
        await this.center.attach(station);
        return station;
    }
    async start(placement, wanted) {
        const plan = { ...kDefaults, ...wanted };
        const running = placement === 'attached'
            ? await this.#attach(plan)
            : placement === 'worker'
                ? await this.#startWorker(plan)
                : await this.#startProcess(plan, placement);
        this.#running.push(running);
        return running;
    }
    async close() {
        for (const running of this.#running)
            await running.kill();
        await this.center.close();
        rmSync(this.#folder, { recursive: true, force: true });
    }
    async #attach(plan) {
        const station = createPlanned(plan, {});
        await this.center.attach(station);
        return { kill: async () => { } };
    }
    async #startWorker(plan) {
        const module = new URL('./stations/worker.js', import.meta.url);
        module.searchParams.set('plan', JSON.stringify(plan));
        const thread = await this.center.startWorker(module);
        return { kill: () => thread.terminate() };
    }
    async #startProcess(plan, carrier) {
        const program = fileURLToPath(new URL('./stations/process.js', import.meta.url));
        const args = [this.addressOf(carrier), JSON.stringify(plan), JSON.stringify(this.#keys)];
        const child = fork(program, args, { execArgv: [] });
        const ended = once(child, 'exit');
        const told = await Promise.race([once(child, 'message'), ended]);
        const joined = told[0];
        const expected = carrier === 'tls' ? 'tcp' : carrier;
        if (joined !== expected)
            throw new Error(`the station joined by ${String(joined)}`);
        return { kill: () => killing(child, ended) };
    }
}
/** Opens a center; `tls` decides what its station address speaks. */
export async function openWorld(isTls, options = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
    const certificate = isTls ? makeCertificate(folder) : null;
    const center = await startCenter({
        name: 'conformance',
        pipe: join(folder, 'center.sock'),
        stationAddress: '127.0.0.1:0',
        token: kToken,
        log: 'silent',
        ...tlsOf(certificate),
        ...options,
    });
    const keys = { token: kToken, ...(certificate === null ? {} : { certificates: certificate.pem }) };
    return new World(center, folder, isTls ? 'tls' : 'tcp', keys);
}
function tlsOf(certificate) {
    if (certificate === null)
        return {};
    const { certFile, keyFile } = certificate;
    return { tls: { certFile, keyFile } };
}
async function killing(child, ended) {
    if (child.exitCode === null && child.signalCode === null)
        child.kill('SIGKILL');
    await ended;
}
//# sourceMappingURL=world.js.map