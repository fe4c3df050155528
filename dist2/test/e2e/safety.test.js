// Who may meet the center, and what is refused before a link is open: folder, pipe, address, token, hello.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync, } from 'node:fs';
import { dirname, join } from 'node:path';
import test, {} from 'ava';
import { kHelloTimeoutMs, kUnknownConnectionsMax } from '../../src/base/limits.js';
import { connect, createStation } from '../../src/index.js';
import { readControlFrame } from '../../src/transport/handshake.js';
import { kProtocolVersion } from '../../src/wire/control.js';
import { kKindControl } from '../../src/wire/frame.js';
import { makeCertificate } from '../support/certificate.js';
import { outcomeOf, startFailing } from './hostile/outcomes.js';
import { controlFramesOf, frameOf, helloOf, RawPeer } from './hostile/raw-peer.js';
import { kill, until, World, within } from './world.js';
const kNobody = 65_534;
/** Only root can give a folder away and become another user. */
const testAsRoot = process.geteuid?.() === 0 ? test.serial : test.serial.skip;
const worlds = [];
test.afterEach.always(async () => {
    for (const world of worlds.splice(0))
        await world.close();
});
function newWorld() {
    const world = new World();
    worlds.push(world);
    return world;
}
// ---- folder and pipe
test.serial('the folder of the pipe is made for its user alone, and the pipe too', async (t) => {
    const world = newWorld();
    const pipe = join(world.folder, 'new', 'center.sock');
    await world.startCenter('--pipe', pipe);
    t.is(statSync(dirname(pipe)).mode & 0o777, 0o700);
    t.is(statSync(pipe).mode & 0o777, 0o600);
});
test.serial('a folder that others may enter is refused', async (t) => {
    for (const mode of [0o755, 0o750, 0o701]) {
        const world = newWorld();
        chmodSync(world.folder, mode);
        const failed = await startFailing('--pipe', world.pipe);
        t.not(failed.exitCode, 0);
        t.regex(failed.text, /ERR_UNSAFE_DIRECTORY/, `mode 0${mode.toString(8)}`);
        t.false(existsSync(world.pipe));
    }
});
testAsRoot('a folder of another user is refused', async (t) => {
    const world = newWorld();
    const folder = join(world.folder, 'of-nobody');
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, kNobody, kNobody);
    const failed = await startFailing('--pipe', join(folder, 'center.sock'));
    t.regex(failed.text, /ERR_UNSAFE_DIRECTORY/);
});
testAsRoot('another user cannot connect to the pipe', async (t) => {
    const world = newWorld();
    await world.startCenter();
    t.is(await helloAsNobody(world.pipe), 'EACCES');
});
testAsRoot('another user is refused even where folder and pipe were opened by mistake', async (t) => {
    const world = newWorld();
    await world.startCenter();
    chmodSync(world.folder, 0o755);
    chmodSync(world.pipe, 0o666);
    const answer = readControlFrame(Buffer.from(await helloAsNobody(world.pipe), 'hex'));
    t.is(answer?.message.type === 'refused' ? answer.message.error.code : '', 'ERR_REFUSED');
});
test.serial('a second center on the same pipe is refused, and the first one works on', async (t) => {
    const world = newWorld();
    await world.startCenter();
    const failed = await startFailing('--pipe', world.pipe);
    t.not(failed.exitCode, 0);
    t.regex(failed.text, /ERR_CENTER_RUNS/);
    await assertJoins(t, `shm:${world.pipe}`);
});
test.serial('the socket that a killed center left behind is replaced', async (t) => {
    const world = newWorld();
    const first = await world.startCenter();
    await kill(first.child, 'SIGKILL');
    t.true(existsSync(world.pipe), 'a killed center leaves its socket behind');
    await world.startCenter();
    await assertJoins(t, `shm:${world.pipe}`);
});
test.serial('a file that is no socket is not deleted to make room for the pipe', async (t) => {
    const world = newWorld();
    writeFileSync(world.pipe, 'precious');
    const failed = await startFailing('--pipe', world.pipe);
    t.not(failed.exitCode, 0);
    t.is(readFileSync(world.pipe, 'utf8'), 'precious');
});
// ---- addresses beyond this user
test.serial('an address beyond loopback without both token and TLS is refused', async (t) => {
    const world = newWorld();
    const { tls, token } = secretsIn(world);
    for (const flags of [[], token, tls]) {
        const where = ['--pipe', world.pipe, '--station-address', '0.0.0.0:0'];
        const failed = await startFailing(...where, ...flags);
        t.not(failed.exitCode, 0);
        t.regex(failed.text, /ERR_UNSAFE_ADDRESS/, flags.join(' '));
    }
});
test.serial('a wrong token is refused over TLS, and the right one joins', async (t) => {
    const world = newWorld();
    const { tls, token, cert } = secretsIn(world);
    const flags = ['--station-address', '0.0.0.0:0', ...tls, ...token];
    const { stationAddress } = await world.startCenter(...flags);
    const address = `tls://127.0.0.1:${stationAddress?.split(':').at(-1)}`;
    for (const wrong of ['', 'guess', 'secret ', 'Secret']) {
        const outcome = await outcomeOf(connect(address, { token: wrong, certificates: cert }));
        t.is(outcome, 'ERR_TOKEN', `token '${wrong}'`);
    }
    t.is(await outcomeOf(connect(address, { token: 'secret' })), 'ERR_NO_CENTER', 'unknown authority');
    await assertJoins(t, address, { token: 'secret', certificates: cert });
});
test.serial('a stranger who never begins TLS is closed like one who says no hello', async (t) => {
    const world = newWorld();
    const { tls, token } = secretsIn(world);
    const flags = ['--station-address', '127.0.0.1:0', ...tls, ...token];
    const { stationAddress } = await world.startCenter(...flags);
    const startMs = performance.now();
    const stranger = await RawPeer.knock(stationAddress ?? '');
    await stranger.closed();
    t.true(performance.now() - startMs >= kHelloTimeoutMs - 100, 'it had its time');
});
// ---- hello
test.serial('a connection without a hello is closed when its time is over', async (t) => {
    const world = newWorld();
    const { stationAddress } = await world.startCenter('--station-address', '127.0.0.1:0');
    const startMs = performance.now();
    const strangers = [await RawPeer.knock(world.pipe), await RawPeer.knock(stationAddress ?? '')];
    const [first] = strangers;
    first?.send(controlFramesOf(helloOf()).subarray(0, 40)); // half a hello is none
    for (const stranger of strangers)
        await stranger.closed();
    t.true(performance.now() - startMs >= kHelloTimeoutMs - 100, 'it had its time');
});
test.serial('what is no hello is refused in words and closed', async (t) => {
    const world = newWorld();
    await world.startCenter();
    const hello = controlFramesOf(helloOf());
    const version = kProtocolVersion + 1;
    const noHello = { type: 'leave', requestId: 1 };
    const cases = [
        ['garbage', Buffer.alloc(200, 0xa5), 'ERR_PROTOCOL'],
        ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), 'ERR_PROTOCOL'],
        ['another version', controlFramesOf(helloOf({ protocol: version })), 'ERR_VERSION'],
        ['another message', controlFramesOf(noHello), 'ERR_PROTOCOL'],
        [
            'a hello of 70 kB',
            frameOf({ kind: kKindControl, body: Buffer.alloc(70_000) }),
            'ERR_PROTOCOL',
        ],
        ['a size of 31', withSize(hello, 31), 'ERR_PROTOCOL'],
        ['a size of 0', withSize(hello, 0), 'ERR_PROTOCOL'],
        ['a negative size', withSize(hello, -8), 'ERR_PROTOCOL'],
        ['a spoiled body', withByte(hello, 60, 0xff), 'ERR_PROTOCOL'],
    ];
    for (const [what, bytes, code] of cases) {
        const peer = await RawPeer.knock(world.pipe);
        peer.send(bytes);
        const answer = await peer.answer();
        t.is(answer.type === 'refused' ? answer.error.code : answer.type, code, what);
        await peer.closed();
    }
    await assertJoins(t, `shm:${world.pipe}`);
});
test.serial('a second hello ends the link', async (t) => {
    const world = newWorld();
    await world.startCenter();
    const peer = await RawPeer.join(world.pipe);
    peer.control(helloOf());
    await peer.closed();
    await assertJoins(t, `shm:${world.pipe}`);
});
test.serial('garbage that comes together with the hello ends the link', async (t) => {
    const world = newWorld();
    await world.startCenter();
    const peer = await RawPeer.knock(world.pipe);
    peer.send(Buffer.concat([controlFramesOf(helloOf()), Buffer.alloc(64)]));
    await peer.closed();
    await assertJoins(t, `shm:${world.pipe}`);
});
test.serial('idle connections do not keep a station out for longer than a hello takes', async (t) => {
    const world = newWorld();
    await world.startCenter();
    const idle = [];
    for (let count = 0; count < kUnknownConnectionsMax + 12; count++)
        idle.push(await RawPeer.knock(world.pipe));
    await until('a station joins all the same', async () => {
        const outcome = await outcomeOf(connect(`shm:${world.pipe}`, { onEvent: () => { } }));
        return outcome === 'done';
    });
    t.true(idle.filter((peer) => peer.isClosed).length >= 12, 'the surplus was closed');
    for (const peer of idle)
        peer.end();
});
test.serial('idle strangers on TCP keep no station of this machine out', async (t) => {
    const world = newWorld();
    const { stationAddress } = await world.startCenter('--station-address', '127.0.0.1:0');
    const idle = [];
    for (let count = 0; count < kUnknownConnectionsMax + 12; count++)
        idle.push(await RawPeer.knock(stationAddress ?? ''));
    await until('the surplus was closed', () => idle.some((peer) => peer.isClosed));
    await assertJoins(t, `shm:${world.pipe}`);
    for (const peer of idle)
        peer.end();
});
// ---- dull parts
async function assertJoins(t, address, options = {}) {
    const quiet = { ...options, onEvent: () => { } };
    const station = createStation({ name: 'honest', ...quiet });
    station.route('POST /honest', (call) => call.body);
    await station.join(address);
    const client = await connect(address, quiet);
    t.is(await client.call('POST /honest', 'hello'), 'hello');
    await client.close();
    await station.leave();
}
function secretsIn(world) {
    const { certFile, keyFile } = makeCertificate(world.folder);
    const tokenFile = join(world.folder, 'token');
    writeFileSync(tokenFile, 'secret\n', { mode: 0o600 });
    return {
        tls: ['--tls-cert', certFile, '--tls-key', keyFile],
        token: ['--token-file', tokenFile],
        cert: readFileSync(certFile, 'utf8'),
    };
}
/** Says hello as another user. @returns the answer in hexadecimal digits, or the code of the refusal. */
async function helloAsNobody(pipe) {
    const program = `
    const socket = require('node:net').connect(process.argv[1])
    socket.on('connect', () => socket.write(Buffer.from(process.argv[2], 'hex')))
    socket.on('data', (bytes) => { process.stdout.write(bytes.toString('hex')); socket.destroy() })
    socket.on('error', (error) => process.stdout.write(error.code))`;
    const hello = controlFramesOf(helloOf()).toString('hex');
    const child = spawn(process.execPath, ['-e', program, pipe, hello], {
        uid: kNobody,
        gid: kNobody,
        cwd: '/',
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
        text += chunk.toString();
    });
    await within('the other user is answered', new Promise((resolve) => child.once('close', resolve)));
    return text;
}
function withSize(frame, size) {
    const spoiled = Buffer.from(frame);
    spoiled.writeInt32LE(size, 0);
    return spoiled;
}
function withByte(frame, at, value) {
    const spoiled = Buffer.from(frame);
    spoiled[at] = value;
    return spoiled;
}
//# sourceMappingURL=safety.test.js.map