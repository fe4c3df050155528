// TLS through the whole gateway, beside its center and alone: certificates are changed under load, and broken ones refused.
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import test from 'ava';
import { loadUws } from '../../src/http/uws-load.js';
import { makeCertificate } from '../support/certificate.js';
import { kCliPath } from './cli.js';
import { Talker } from './talker.js';
import { kQuiet, until, World, within } from './world.js';
const kReloads = 5;
/** Connections one after the other that are shown the new certificate, until the former one counts as gone. */
const kLooks = 8;
/** Clients that keep their connection, and clients that make one for each request. */
const kKeepingCount = 4;
const kFreshCount = 2;
/** uws: a connection that comes in the moment in which its listener is replaced is reset; docs/HTTP.md says how often. */
const kResetsMax = { uws: kReloads, node: 0 };
/** The file of the certificate that is in force, its key, and the certificates that take turns there. */
class Certificates {
    certFile;
    keyFile;
    #folders;
    #pems = [];
    constructor(folder) {
        this.certFile = join(folder, 'now-certificate.pem');
        this.keyFile = join(folder, 'now-key.pem');
        this.#folders = ['one', 'two'].map((name) => join(folder, name));
        for (const each of this.#folders) {
            mkdirSync(each);
            this.#pems.push(makeCertificate(each).pem);
        }
    }
    /** All that a client may be shown. */
    get authorities() {
        return this.#pems;
    }
    /** Puts a certificate and its key in place. @returns its fingerprint. */
    put(turn) {
        const index = turn % this.#folders.length;
        const folder = this.#folders[index] ?? '';
        for (const [file, place] of [
            ['certificate.pem', this.certFile],
            ['key.pem', this.keyFile],
        ]) {
            copyFileSync(join(folder, file), `${place}.new`);
            renameSync(`${place}.new`, place);
        }
        return new X509Certificate(this.#pems[index] ?? '').fingerprint256;
    }
}
async function start(world, kind, engine, files) {
    const http = ['--http-address', '127.0.0.1:0', '--http-engine', engine];
    const tls = ['--http-tls-cert', files.certFile, '--http-tls-key', files.keyFile];
    if (kind === 'gateway')
        await world.startCenter();
    const rest = kind === 'server'
        ? ['server', ...kQuiet, '--pipe', world.pipe]
        : ['gateway', '--center', world.pipe];
    const talker = new Talker(process.execPath, [kCliPath, ...rest, '--json', ...http, ...tls]);
    world.keep(talker.child);
    await talker.saysOut(/"ready":true/);
    const ready = JSON.parse(talker.out);
    if (ready.engine !== engine)
        throw new Error(`the engine is ${ready.engine}`);
    return { talker, port: Number(ready.http.slice(ready.http.lastIndexOf(':') + 1)) };
}
/** @returns the fingerprint that a new connection is shown. */
async function shown(port) {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    try {
        await within('a handshake', once(socket, 'secureConnect'));
        return socket.getPeerCertificate().fingerprint256;
    }
    finally {
        socket.destroy();
    }
}
/** Calls the station. @param agent false for a connection of its own. */
function echo(gateway, ca, agent, body) {
    return within('an answer', new Promise((resolve, reject) => {
        const { port } = gateway;
        const headers = { 'content-type': 'application/json' };
        const options = { port, host: '127.0.0.1', method: 'POST', path: '/echo', agent, headers };
        const asked = request({ ...options, ca: [...ca] }, (reply) => {
            const localPort = reply.socket.localPort ?? 0;
            let text = '';
            reply.on('data', (chunk) => {
                text += chunk.toString();
            });
            reply.once('error', reject);
            reply.once('end', () => resolve({ status: reply.statusCode ?? 0, text, localPort }));
        });
        asked.once('error', reject);
        asked.end(body);
    }));
}
/** @returns what `work` does; once more where the system has reset its new connection. */
async function onNew(tally, work) {
    try {
        return await work();
    }
    catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET'))
            throw error;
        tally.resets++;
        return work();
    }
}
/** Requests one after the other, until it is over. */
async function lane(gateway, ca, agent, tally, isOver) {
    for (let turn = 0; !isOver(); turn++) {
        const body = JSON.stringify(`turn ${turn}`);
        try {
            const ask = () => echo(gateway, ca, agent, body);
            const { status, text } = await (agent === false ? onNew(tally, ask) : ask());
            if (status !== 200 || text !== body)
                tally.faults.push(`${status} ${text}`);
            tally.answers++;
        }
        catch (error) {
            tally.faults.push(error instanceof Error ? error.message : String(error));
        }
    }
}
const { uws } = loadUws();
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
for (const kind of ['server', 'gateway']) {
    for (const engine of ['uws', 'node']) {
        const run = hasOpenssl && (engine === 'node' || uws !== null) ? test.serial : test.serial.skip;
        run(`${kind} with ${engine} takes other certificates under load, and no broken ones`, async (t) => {
            t.timeout(60_000);
            const world = new World();
            const agent = new Agent({ keepAlive: true, maxSockets: 1 });
            const busy = Array.from({ length: kKeepingCount }, () => new Agent({ keepAlive: true }));
            let isOver = false;
            try {
                const files = new Certificates(world.folder);
                const first = files.put(0);
                const gateway = await start(world, kind, engine, files);
                const { talker, port } = gateway;
                await world.startStation('echo');
                const ca = files.authorities;
                t.is(await shown(port), first);
                const { status, text, localPort } = await echo(gateway, ca, agent, '"one"');
                t.deepEqual([status, text], [200, '"one"']);
                const kept = { answers: 0, resets: 0, faults: [] };
                const fresh = { answers: 0, resets: 0, faults: [] };
                const look = () => onNew(fresh, () => shown(port));
                const lanes = [
                    ...busy.map((each) => lane(gateway, ca, each, kept, () => isOver)),
                    ...Array.from({ length: kFreshCount }, () => lane(gateway, ca, false, fresh, () => isOver)),
                ];
                const countOf = (word) => talker.err.match(word)?.length ?? 0;
                let current = first;
                for (let turn = 1; turn <= kReloads; turn++) {
                    const before = kept.answers + fresh.answers;
                    current = files.put(turn);
                    talker.child.kill('SIGHUP');
                    await until('it has reloaded', () => countOf(/^reloaded/gm) === turn);
                    let streak = 0; // uws shows both until nothing waits at the former listener
                    await until('only the new certificate is shown', async () => {
                        streak = (await look()) === current ? streak + 1 : 0;
                        return streak === kLooks;
                    });
                    await until('requests go on', () => kept.answers + fresh.answers > before + 50);
                }
                isOver = true;
                await Promise.all(lanes);
                t.log(`${kept.answers} answers on kept connections, ${fresh.answers} on new ones`);
                t.true(fresh.resets <= kResetsMax[engine], `${fresh.resets} new connections were reset`);
                t.deepEqual(kept.faults, []);
                t.deepEqual(fresh.faults, []);
                const again = await echo(gateway, ca, agent, '"again"');
                t.deepEqual([again.status, again.text], [200, '"again"']);
                t.is(again.localPort, localPort, 'the first connection has lived through all certificates');
                for (const [broken, count] of [
                    [() => writeFileSync(files.certFile, 'no certificate'), 1],
                    [
                        () => copyFileSync(join(world.folder, kReloads % 2 ? 'one' : 'two', 'key.pem'), files.keyFile),
                        2,
                    ],
                ]) {
                    files.put(kReloads);
                    broken();
                    talker.child.kill('SIGHUP');
                    await until('it has refused', () => countOf(/^not reloaded; everything is as it was/gm) === count);
                    t.is(countOf(/^ERR_BAD_ARGUMENT: http\.tls is no certificate with its key; /gm), count);
                    t.is(await shown(port), current);
                }
                t.is((await echo(gateway, ca, agent, '"last"')).text, '"last"');
            }
            finally {
                isOver = true;
                for (const each of [agent, ...busy])
                    each.destroy();
                await world.close();
            }
        });
    }
}
//# sourceMappingURL=gateway-tls.test.js.map