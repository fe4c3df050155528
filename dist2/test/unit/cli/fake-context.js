// The world of a command in a test: streams that are read back, and a center that is made up.
import { Writable } from 'node:stream';
import { centerError } from '../../../src/base/errors.js';
import { kPlain } from '../../../src/cli/colors.js';
import { runCli } from '../../../src/cli/program.js';
/** Runs a command in a made-up world. */
export function run(args, world = {}) {
    const out = [];
    const err = [];
    const listeners = new Set();
    const hangUps = new Set();
    const asked = {
        starts: [],
        gateways: [],
        reloads: [],
        connects: [],
        calls: [],
        notified: [],
        events: [],
        progress: [],
        published: [],
    };
    const context = {
        version: '9.8.7',
        stdin: chunksOf(world.stdin ?? ''),
        stdout: collect(out),
        stderr: collect(err),
        isTerminal: world.isTerminal ?? false,
        colors: kPlain,
        screen: world.screen ?? null,
        progress: (text) => asked.progress.push(text),
        startCenter: async (options) => {
            asked.starts.push(options);
            await world.start?.();
            return fakeCenter(world, asked);
        },
        startGateway: async (options) => {
            asked.gateways.push(options);
            return fakeGateway(asked);
        },
        connect: async (address, options) => {
            asked.connects.push([address, options]);
            world.refuse?.();
            return fakeClient(world, asked);
        },
        joinEcho: async (_address, options, route) => {
            asked.events.push(`join ${options.name ?? ''} ${route.replace(/\d+$/, 'PID')}`);
            return {
                leave: async () => {
                    asked.events.push('leave');
                },
            };
        },
        onStopSignal: (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        onReloadSignal: (listener) => {
            hangUps.add(listener);
            return () => hangUps.delete(listener);
        },
        openSupervisor: () => ({
            supervisor: world.supervisor === undefined
                ? null
                : { ...world.supervisor, notify: (text) => asked.notified.push(text) },
            warning: null,
        }),
        exitNow: (code) => asked.events.push(`exit ${code}`),
    };
    return {
        asked,
        exitCode: runCli(args, context),
        stdout: () => Buffer.concat(out).toString(),
        stdoutBytes: () => Buffer.concat(out),
        stderr: () => Buffer.concat(err).toString(),
        stop: () => {
            for (const listener of listeners)
                listener();
        },
        hangUp: () => {
            for (const listener of hangUps)
                listener();
        },
        listenerCount: () => listeners.size + hangUps.size,
    };
}
/** Throws what `connect` throws where no center is. */
export function noCenter() {
    throw centerError('ERR_NO_CENTER', { address: '/run/x.sock', reason: 'ENOENT' });
}
function fakeCenter(world, asked) {
    return {
        name: 'default',
        pipe: '/run/user/0/signalbox/default.sock',
        stationAddress: world.stationAddress ?? null,
        httpAddress: world.httpAddress ?? null,
        httpEngine: world.httpAddress === undefined ? null : 'node',
        httpEngineReason: world.httpAddress === undefined ? null : 'it was asked for',
        options: { http: { tlsFiles: null } },
        accounts: {
            madeSecret: world.madeSecret ?? null,
            issueLoginToken: (id) => `token-of-${id}`,
        },
        reload: (options) => {
            asked.reloads.push(options);
            return world.reload?.() ?? { changed: [], needsRestart: [] };
        },
        isAlive: async () => world.isAlive?.() ?? true,
        ended: world.ended ?? new Promise(() => { }),
        drain: async () => {
            asked.events.push('drain');
            return (await world.drain?.()) ?? 0;
        },
        close: async () => {
            asked.events.push('close');
        },
    };
}
function fakeGateway(asked) {
    return {
        address: '127.0.0.1:8080',
        engine: 'uws',
        engineReason: 'it is the faster one',
        reload: async ({ cors = [] }) => {
            asked.events.push(`reload ${cors.join(',')}`);
            return { changed: ['http.cors'], needsRestart: ['http.workers'] };
        },
        reopenLog: () => asked.events.push('reopen'),
        close: async () => {
            asked.events.push('close');
        },
    };
}
function fakeClient(world, asked) {
    return {
        call: async (route, body, options) => {
            asked.calls.push([route, body, options]);
            return world.answer?.(route, options);
        },
        publish: async (topic, message) => {
            asked.published.push([topic, message]);
        },
        subscribe: (topic, handler, options) => {
            asked.events.push(`subscribe ${topic} ${options.group ?? '-'}`);
            void deliver(world, (message) => handler(message, topic));
            return async () => { };
        },
        messagesLostCount: world.messagesLostCount ?? 0,
        close: async () => {
            asked.events.push('disconnect');
        },
    };
}
async function deliver(world, take) {
    for (const message of world.messages ?? [])
        await take(message);
}
function collect(chunks) {
    return new Writable({
        write: (chunk, _encoding, done) => {
            chunks.push(chunk);
            done();
        },
    });
}
async function* chunksOf(text) {
    // In two parts, that end inside a character if it has several bytes.
    const bytes = Buffer.from(text);
    yield bytes.subarray(0, bytes.length >> 1);
    yield bytes.subarray(bytes.length >> 1);
}
//# sourceMappingURL=fake-context.js.map