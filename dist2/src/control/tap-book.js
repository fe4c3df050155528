// Open taps: who listens to which route, and what each is told. Bounded in every direction: taps, calls a second, calls
// that wait for a slow listener; what is left out is counted.
import { centerError } from '../base/errors.js';
import { kTapsMax } from '../base/limits.js';
import { Tap, } from '../data/tap.js';
import { parseRoute } from '../wire/route-key.js';
import { kRedacted, redactJson, secretNames } from './redact.js';
/** Calls that wait for a listener. */
const kQueueMax = 256;
const decoder = new TextDecoder();
/** One listener. */
class OpenTap {
    spec;
    isSecret;
    /** Names of the route's segments that hold secrets, by position. */
    secretSegments;
    /** In each thread: calls that were seen and dropped there. */
    counts = { data: { seen: 0, dropped: 0 }, main: { seen: 0, dropped: 0 } };
    #overflowCount = 0;
    #queue = [];
    /** Both threads keep to the rate; here they do so together. */
    #rate;
    #waiting = [];
    #onClose;
    #isClosed = false;
    /** Resolves when the dispatch worker shows calls; or never will, because the tap is closed. */
    opened;
    onOpened = () => { };
    constructor(spec, nowMs, isSecret, onClose) {
        this.spec = spec;
        this.#rate = new Tap({ ...spec, every: 1 }, nowMs);
        this.isSecret = isSecret;
        this.secretSegments = parseRoute(spec.route).segments.map((segment) => segment.startsWith(':') && isSecret(segment));
        this.#onClose = onClose;
        this.opened = new Promise((resolve) => {
            this.onOpened = resolve;
        });
    }
    push(item, nowMs) {
        const { data, main } = this.counts;
        if (!this.#rate.take(nowMs) || this.#queue.length >= kQueueMax) {
            this.#overflowCount++;
            return;
        }
        const dropped = data.dropped + main.dropped + this.#overflowCount;
        this.#queue.push({ ...item, seen: data.seen + main.seen, dropped });
        this.#deliver();
    }
    next() {
        return new Promise((resolve) => {
            this.#waiting.push(resolve);
            this.#deliver();
        });
    }
    return() {
        if (!this.#isClosed) {
            this.#isClosed = true;
            this.onOpened();
            this.#queue.length = 0;
            this.#onClose();
            this.#deliver();
        }
        return Promise.resolve({ done: true, value: undefined });
    }
    [Symbol.asyncIterator]() {
        return this;
    }
    #deliver() {
        while (this.#waiting.length > 0) {
            const item = this.#queue.shift();
            if (item === undefined && !this.#isClosed)
                return;
            const resolve = this.#waiting.shift();
            resolve?.(item === undefined ? { done: true, value: undefined } : { done: false, value: item });
        }
    }
}
export class TapBook {
    #registry;
    #clock;
    #places;
    #open = new Map();
    #nextId = 1;
    constructor(registry, clock, places) {
        this.#registry = registry;
        this.#clock = clock;
        this.#places = places;
    }
    /**
     * Opens a tap.
     *
     * @param signal ends it, as the reader's leaving does.
     * @returns its calls, one after the other, once it is open in every thread; never ends by itself while the center runs.
     * Rejects with ERR_NOT_FOUND when the route is not offered, ERR_OVERLOADED when there are too many taps.
     */
    async open(route, options, signal) {
        if (!this.#registry.routes.has(route))
            throw centerError('ERR_NOT_FOUND', { what: route });
        if (this.#open.size >= kTapsMax) {
            throw centerError('ERR_OVERLOADED', { what: 'the list of taps', limit: kTapsMax });
        }
        const { every = 1, perSecond = kPerSecondDefault, bodies = false, redact = [] } = options;
        const id = this.#nextId++;
        const spec = { id, route, every, perSecond, hasBodies: bodies };
        const nowMs = this.#clock.nowMs();
        const open = new OpenTap(spec, nowMs, secretNames(redact), () => this.#close(id));
        this.#open.set(id, open);
        this.#places.openInData(spec);
        this.#places.openInMain(new Tap(spec, nowMs));
        signal.addEventListener('abort', () => void open.return(), { once: true });
        if (signal.aborted)
            void open.return();
        await open.opened;
        return open;
    }
    /** Whether somebody watches the calls of a route. */
    isTapped(route) {
        return [...this.#open.values()].some(({ spec }) => spec.route === route);
    }
    /** A tap is open in the dispatch worker. */
    onOpened(id) {
        this.#open.get(id)?.onOpened();
    }
    /** A call that a tap shows is over. */
    onCall(call, where) {
        const open = this.#open.get(call.tap);
        if (open === undefined)
            return; // closed meanwhile
        open.counts[where] = { seen: call.seenCount, dropped: call.droppedCount };
        const { status, durationMs, request, reply } = call;
        const { spec, isSecret } = open;
        const bodies = spec.hasBodies
            ? { ...textOf('request', request, isSecret), ...textOf('reply', reply, isSecret) }
            : {};
        const nowMs = this.#clock.nowMs();
        const item = {
            atMs: Date.now() - (nowMs - call.startMs),
            caller: this.#idOf(call.caller),
            station: call.station === null ? '' : this.#idOf(call.station),
            path: pathOf(call.path, open.secretSegments),
            status,
            code: status === 0 || call.code !== '' ? call.code : codeIn(reply),
            durationUs: Math.round(durationMs * 1_000),
            requestBytes: request.totalBytes,
            replyBytes: reply.totalBytes,
            ...bodies,
        };
        open.push(item, nowMs);
    }
    /** The center ends: so do all taps. */
    close() {
        for (const open of this.#open.values())
            void open.return();
    }
    #close(id) {
        this.#open.delete(id);
        this.#places.closeInData(id);
        this.#places.closeInMain(id);
    }
    #idOf({ name, key }) {
        return (key === null ? undefined : this.#registry.find(key)?.id) ?? name;
    }
}
/** Enough to follow by eye. */
export const kPerSecondDefault = 20;
function textOf(name, body, isSecret) {
    if (body.type !== 'json' || body.head.length === 0)
        return {};
    // A character that was cut in two is left out.
    const text = decoder.decode(body.head, { stream: true });
    decoder.decode();
    return { [name]: redactJson(text, isSecret) };
}
/** The code in the body of an error. */
function codeIn({ head }) {
    return /^\{"code":"([A-Za-z0-9_.-]{1,100})"/.exec(decoder.decode(head))?.[1] ?? '';
}
function pathOf(path, secretSegments) {
    if (!secretSegments.includes(true))
        return path;
    const parts = path.slice(1).split('/');
    return `/${parts.map((part, index) => (secretSegments[index] ? kRedacted : part)).join('/')}`;
}
//# sourceMappingURL=tap-book.js.map