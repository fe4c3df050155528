// The threads of one gateway, from outside: starts them, starts them again when they die, hands settings on, and ends them.
import { MessageChannel } from 'node:worker_threads';
import { CenterError, centerError } from '../base/errors.js';
import { inOrder } from '../base/in-order.js';
import { kGatewayReloadsMax, kGatewayRestartMaxMs, kGatewayRestartMinMs } from '../base/limits.js';
import { within } from '../base/within.js';
import { createGatewayCounterMemory, GatewayCounters, kGatewayCounterNames, } from './gateway-counters.js';
/** Milliseconds for a thread to end that was told to, beyond the time that it was given. */
const kEndTimeoutMs = 2_000;
export class GatewayThreads {
    #spawn;
    #say;
    #plan;
    #listening = null;
    #counters;
    #running = new Map();
    #restarts = new Set();
    /** Starts of each thread since it lived long. */
    #tries = [];
    #reloads = inOrder('the list of reloads', kGatewayReloadsMax);
    #isClosing = false;
    /** The first thread, where it was started ahead. */
    #ahead = null;
    /** @param say is told of threads that died and of what they report. */
    constructor(plan, spawn, say) {
        this.#plan = plan;
        this.#spawn = spawn;
        this.#say = say;
        this.#counters = Array.from({ length: plan.options.workers }, createGatewayCounterMemory);
    }
    /** Bound `host:port`. */
    get address() {
        return this.#listening?.address ?? '';
    }
    get engine() {
        return this.#listening?.engine ?? null;
    }
    /** Why this engine, in words; '' before it listens. */
    get engineReason() {
        return this.#listening?.why ?? '';
    }
    /** Sums over all threads, by name; see docs/COUNTERS.md. */
    counters() {
        const each = this.#counters.map((memory) => new GatewayCounters(memory).all());
        return Object.fromEntries(kGatewayCounterNames.map((name) => [
            name,
            each.reduce((sum, counters) => sum + (counters[name] ?? 0), 0),
        ]));
    }
    /** Starts the first thread already, so that it has loaded its modules when {@link start} is called. */
    startAhead() {
        this.#ahead = this.#spawnOne();
        this.#ahead.catch(() => { }); // told by start()
    }
    /** Resolves when all threads listen. Rejects as openGateway does; none runs then. */
    async start() {
        try {
            // The first one finds the port that the others share.
            this.#listening = await this.#startOne(0);
            const port = Number(this.address.slice(this.address.lastIndexOf(':') + 1));
            const { options } = this.#plan;
            const address = { ...options.address, port };
            this.#plan = { ...this.#plan, options: { ...options, address } };
            const others = this.#counters.map((_, index) => index).slice(1);
            await Promise.all(others.map((index) => this.#startOne(index)));
            this.#say({ isTrouble: false, text: this.#listening.why });
        }
        catch (error) {
            await this.close(0);
            throw error;
        }
    }
    /**
     * Hands on the settings that can change; one reload after the other. Rejects with the first refusal; the threads then
     * keep what they had. Rejects with ERR_OVERLOADED when too many wait.
     */
    reload(options) {
        return this.#reloads(() => this.#reloadAll(options));
    }
    async #reloadAll(options) {
        const { address, engine, workers } = this.#plan.options;
        const merged = { ...options, address, engine, workers };
        const outcomes = await Promise.all([...this.#running.values()].map((running) => new Promise((resolve) => {
            running.settleReload = resolve;
            post(running, { type: 'reload', options: merged });
        })));
        const refusal = outcomes.find((outcome) => outcome !== null);
        if (refusal instanceof CenterError)
            throw refusal;
        this.#plan = { ...this.#plan, options: merged };
    }
    /** Opens the file of the access log again, after it was renamed. */
    reopenLog() {
        for (const running of this.#running.values())
            post(running, { type: 'reopen-log' });
    }
    /** Takes no new connections, lets answers on the way end for at most so long, and ends the threads. */
    async close(timeoutMs) {
        this.#isClosing = true;
        for (const timer of this.#restarts)
            clearTimeout(timer);
        await this.#ahead?.then(({ host, port }) => {
            port.close();
            return host.terminate();
        }, () => { });
        await Promise.all([...this.#running.values()].map(async (running) => {
            post(running, { type: 'close', timeoutMs });
            await within(running.closed, timeoutMs + kEndTimeoutMs);
            await running.host.terminate();
        }));
    }
    async #spawnOne() {
        const { port1: port, port2: threadPort } = new MessageChannel();
        return { host: await this.#spawn({ port: threadPort }), port };
    }
    async #startOne(index) {
        const spawned = this.#ahead ?? this.#spawnOne();
        this.#ahead = null;
        const { host, port } = await spawned;
        const startMs = performance.now();
        let hasListened = false;
        let settle = () => { };
        const closed = new Promise((resolve) => port.once('close', resolve));
        const running = { host, port, closed, reason: null, settleReload: () => { } };
        this.#running.set(index, running);
        const listening = new Promise((resolve, reject) => {
            settle = (error) => reject(error ?? new Error('a gateway thread ended'));
            port.on('message', (message) => {
                if (message.type === 'listening') {
                    hasListened = true;
                    resolve(message);
                }
                else if (message.type === 'failed') {
                    reject(new CenterError(message.error));
                    void host.terminate();
                }
                else
                    this.#onMessage(running, message);
            });
        });
        void host.ended.then((thrown) => {
            const error = running.reason === null ? thrown : new Error(running.reason);
            port.close();
            this.#running.delete(index);
            settle(ended(error));
            running.settleReload(ended(error));
            // Whoever started one that never listened knows it by the rejection.
            if (!hasListened || this.#isClosing)
                return;
            // A thread that lived long is no part of a series.
            const livedMs = performance.now() - startMs;
            if (livedMs > kGatewayRestartMaxMs)
                this.#tries[index] = 0;
            this.#startAgain(index, error);
        });
        const counters = this.#counters[index] ?? createGatewayCounterMemory();
        const isShared = this.#counters.length > 1;
        post(running, { type: 'open', plan: { ...this.#plan, counters, isShared } });
        return listening;
    }
    #onMessage(running, message) {
        if (message.type === 'died') {
            running.reason = message.reason;
            void running.host.terminate();
        }
        else if (message.type === 'trouble')
            this.#say({ isTrouble: true, text: message.text });
        else if (message.type === 'reloaded') {
            running.settleReload(message.error === null ? null : new CenterError(message.error));
        }
    }
    #startAgain(index, error) {
        const tries = this.#tries[index] ?? 0;
        this.#tries[index] = tries + 1;
        const waitMs = Math.min(kGatewayRestartMaxMs, kGatewayRestartMinMs * 2 ** Math.min(tries, 10));
        const reason = error?.message ?? 'no error was told';
        const text = `gateway thread ${index} died and is started again in ${waitMs} ms: ${reason}`;
        this.#say({ isTrouble: true, text });
        const timer = setTimeout(() => {
            this.#restarts.delete(timer);
            this.#startOne(index).catch((failure) => {
                if (this.#isClosing)
                    return;
                const cause = failure instanceof Error ? failure : new Error(String(failure));
                this.#startAgain(index, cause);
            });
        }, waitMs);
        this.#restarts.add(timer);
    }
}
function post(running, message) {
    running.port.postMessage(message);
}
function ended(error) {
    const reason = error === null ? '' : `: ${error.message}`;
    return centerError('ERR_CLOSED', { what: `the gateway thread${reason}` });
}
//# sourceMappingURL=gateway-threads.js.map