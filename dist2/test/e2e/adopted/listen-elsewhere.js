// Loaded before a program (`node --import`): its HTTP servers listen on no port. Each becomes a station by one line, joins
// a center of its own over shared memory, and the address that the program is told is that of the center's gateway.
import { Server } from 'node:http';
import { createStation } from '../../../src/index.js';
const send = process.send?.bind(process);
if (send === undefined)
    throw new Error('this program is started by the test of adopted programs');
const waiting = new Map();
let nextId = 1;
process.on('message', (answer) => {
    waiting.get(`${answer.type} ${answer.id}`)?.(answer);
    waiting.delete(`${answer.type} ${answer.id}`);
    keepAlive(-1);
});
// The channel keeps the program running only while something is asked.
let pendingCount = 0;
function keepAlive(change) {
    pendingCount += change;
    if (pendingCount > 0)
        process.channel?.ref();
    else
        process.channel?.unref();
}
process.channel?.unref();
function ask(request, answerType) {
    keepAlive(1);
    return new Promise((resolve) => {
        waiting.set(`${answerType} ${request.id}`, resolve);
        send?.(request);
    });
}
const listening = new WeakMap();
function listen(...args) {
    const callback = args.findLast((arg) => typeof arg === 'function');
    if (callback !== undefined)
        this.once('listening', callback);
    const id = nextId++;
    listening.set(this, { id, station: null });
    join(this, id).catch((error) => this.emit('error', error));
    return this;
}
async function join(server, id) {
    const opened = await ask({ type: 'open', id }, 'opened');
    if (opened.type !== 'opened')
        throw new Error('the host answered something else');
    const station = createStation.fromHttp(server, { name: 'program', onEvent: () => { } });
    await station.join(`shm:${opened.pipe}`);
    listening.set(server, { id, station });
    Object.defineProperty(server, 'listening', { value: true, configurable: true });
    const address = { address: '127.0.0.1', family: 'IPv4', port: opened.port };
    Object.defineProperty(server, 'address', { value: () => address, configurable: true });
    server.emit('listening');
}
function close(callback) {
    const known = listening.get(this);
    if (known === undefined)
        return Reflect.apply(closeForReal, this, [callback]);
    listening.delete(this);
    Object.defineProperty(this, 'listening', { value: false, configurable: true });
    if (callback !== undefined)
        this.once('close', callback);
    void leave(this, known);
    return this;
}
async function leave(server, known) {
    await known.station?.leave();
    await ask({ type: 'close', id: known.id }, 'closed');
    server.emit('close');
}
const closeForReal = Server.prototype.close;
Object.assign(Server.prototype, { listen, close });
//# sourceMappingURL=listen-elsewhere.js.map