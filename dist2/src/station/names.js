// The names that a caller uses on one link: paths and topics that come again travel as small numbers.
import { centerError } from '../base/errors.js';
import { kHandleCountMax, kHandleNamesBytesMax, kNameBytesMax, kSeenOnceCountMax, } from '../base/limits.js';
import { kFlagNamed, kindWord, kKindIntern } from '../wire/frame.js';
import { buildFrame } from '../wire/frame-copy.js';
import { parseCallPath } from '../wire/route-key.js';
const encoder = new TextEncoder();
export class Names {
    #port;
    /** By what the caller wrote. */
    #withBody = new Map();
    #withoutBody = new Map();
    #topics = new Map();
    /** By the name that has the number; oldest first. */
    #handles = new Map();
    #seenOnce = new Set();
    /** Length of the name behind each number, and their sum: the center holds a link to a bound. */
    #lengths = [];
    #namesBytes = 0;
    /** What a number's name is cached under; index is the number. */
    #cachedUnder = [];
    constructor(port) {
        this.#port = port;
    }
    /** @throws CenterError ERR_BAD_ROUTE. */
    path(text, hasBody) {
        const known = (hasBody ? this.#withBody : this.#withoutBody).get(text);
        if (known !== undefined)
            return known;
        const { key, query } = parseCallPath(text, hasBody);
        const name = { handle: this.#handleOf(key, false), key, query };
        if (name.handle >= 0 && query === '') {
            this.#remember(hasBody ? this.#withBody : this.#withoutBody, text, name);
        }
        return name;
    }
    /** @throws CenterError ERR_BAD_ARGUMENT. */
    topic(topic) {
        const known = this.#topics.get(topic);
        if (known !== undefined)
            return known;
        checkTopic(topic);
        const name = { handle: this.#handleOf(topic, true), key: topic, query: '' };
        if (name.handle >= 0)
            this.#remember(this.#topics, topic, name);
        return name;
    }
    // A name gets a number when it comes a second time, so that paths used once do not push out those in use.
    #handleOf(text, isTopic) {
        // A topic may be spelled like a path; a line break can stand in neither.
        const key = isTopic ? `\n${text}` : text;
        const known = this.#handles.get(key);
        if (known !== undefined)
            return known;
        if (!this.#seenOnce.has(key)) {
            if (this.#seenOnce.size >= kSeenOnceCountMax)
                this.#seenOnce.clear();
            this.#seenOnce.add(key);
            return -1;
        }
        const isFull = this.#namesBytes + text.length > kHandleNamesBytesMax;
        if (this.#port.isDeferring || isFull)
            return -1;
        this.#seenOnce.delete(key);
        const handle = this.#handles.size < kHandleCountMax ? this.#handles.size : this.#takeOldest();
        this.#namesBytes += text.length - (this.#lengths[handle] ?? 0);
        this.#lengths[handle] = text.length;
        this.#handles.set(key, handle);
        const flags = isTopic ? kFlagNamed : 0;
        this.#port.post(buildFrame(kindWord(kKindIntern, flags, 0), 0, 0, handle, encoder.encode(text)));
        return handle;
    }
    #remember(names, text, name) {
        names.set(text, name);
        this.#cachedUnder[name.handle] ??= [];
        this.#cachedUnder[name.handle].push({ names, text });
    }
    #takeOldest() {
        const oldest = this.#handles.entries().next().value;
        if (oldest === undefined)
            return 0;
        const [key, handle] = oldest;
        this.#handles.delete(key);
        for (const { names, text } of this.#cachedUnder[handle] ?? [])
            names.delete(text);
        this.#cachedUnder[handle] = [];
        return handle;
    }
}
/** @throws CenterError ERR_BAD_ARGUMENT when this is no topic. */
export function checkTopic(topic) {
    const bytes = Buffer.byteLength(topic);
    if (bytes === 0 || bytes > kNameBytesMax) {
        throw centerError('ERR_BAD_ARGUMENT', {
            name: 'topic',
            value: topic.slice(0, 80),
            rule: `a topic has 1 to ${kNameBytesMax} bytes`,
        });
    }
}
//# sourceMappingURL=names.js.map